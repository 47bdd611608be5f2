// What a wallet of others does with our issuer and verifier, and what it does with our plug-in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { CredoWallet } from './credo-wallet.mjs';
import { BATCH_SIZE, Owners } from './owners.mjs';
import { ZkIncomePlugIn } from './plug-in.mjs';

/** The names and values that an SD-JWT discloses. */
const disclosuresOf = (sdJwt) =>
  sdJwt
    .split('~')
    .slice(1, -1)
    .map((text) => JSON.parse(Buffer.from(text, 'base64url')).slice(1));

const namesIn = (sdJwt) => disclosuresOf(sdJwt).map(([name]) => name);

/** How a request reaches a wallet and how the answer comes back, in the words of OpenID4VP. */
const WAYS = {
  'GET and direct_post': { request_uri_method: 'get', response_mode: 'direct_post' },
  'POST and direct_post.jwt': { request_uri_method: 'post', response_mode: 'direct_post.jwt' },
  'POST, direct_post and the hash of the certificate': {
    request_uri_method: 'post',
    response_mode: 'direct_post',
    client_id_scheme: 'x509_hash',
  },
};

/**
 * Tests against a running issuer and verifier.
 *
 * @param context `env`: the demo's environment, set before the tests run
 */
export function walletTests(context) {
  let owners;
  let ca;
  before(() => {
    owners = new Owners(context.env);
    ca = readFileSync(context.env.CA_FILE, 'utf8');
  });
  const newWallet = (plugIn) => CredoWallet.create({ ca, plugIn });

  /** A wallet that has received the example salary, with the record of the batch. */
  async function receive(plugIn) {
    const wallet = await newWallet(plugIn);
    const offer = await owners.offerSalary();
    const record = await wallet.receive(offer.offer_uri, {
      txCode: offer.tx_code,
      batchSize: BATCH_SIZE,
    });
    return { wallet, offer, record };
  }

  describe('a wallet without the plug-in', () => {
    let wallet;
    let offer;
    let record;
    before(async () => {
      ({ wallet, offer, record } = await receive());
    });

    test('receives, verifies and stores a batch by an offer with a transaction code', async () => {
      assert.equal(record.credentialInstances.length, BATCH_SIZE);
      assert.deepEqual(
        (await wallet.records()).map(({ credentialInstances }) => credentialInstances),
        [record.credentialInstances],
      );
      const { state, issued, notification, alerts } = await owners.offer(offer.id);
      assert.deepEqual(
        [state, issued, notification.event, alerts],
        ['issued', BATCH_SIZE, 'credential_accepted', []],
      );
    });

    test('has credentials without openings', () => {
      for (const { compactSdJwtVc } of record.credentialInstances) {
        const { openings, commitments } = decodeJwt(compactSdJwtVc.split('~')[0]);
        assert.ok(commitments.gross_income && openings._sd.length > 0);
        assert.deepEqual(namesIn(compactSdJwtVc).sort(), [
          'birthdate',
          'family_name',
          'given_name',
          'source_id',
        ]);
      }
    });

    test('shows no opening if no claim is named, nor if all are', async () => {
      for (const frame of [undefined, {}, { openings: { gross_income: true } }, { openings: true }]) {
        const shown = await wallet.present(record, frame);
        assert.ok(
          disclosuresOf(shown).every(([, value]) => typeof value === 'string'),
          shown,
        );
      }
    });

    for (const [title, options] of Object.entries(WAYS)) {
      test(`discloses claims: ${title}`, async () => {
        const request = await owners.requestDisclosure(options);
        const response = await wallet.answer(await wallet.read(request.wallet_link));
        assert.equal(response.status, 200, JSON.stringify(response.body));
        const view = await owners.request(request.id);
        assert.equal(view.state, 'disclosed');
        assert.notEqual(view.verdict?.verified, true);
      });
    }

    test('is told that the proof is missing', async () => {
      const request = await owners.requestProof();
      const { status, body } = await wallet.answer(await wallet.read(request.wallet_link));
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), /range_proof_missing/);
      assert.equal((await owners.request(request.id)).state, 'pending');
    });
  });

  describe('a wallet with the plug-in', () => {
    let wallet;
    let record;
    before(async () => {
      ({ wallet, record } = await receive(new ZkIncomePlugIn()));
    });

    test('stores credentials without openings too', () => {
      for (const { compactSdJwtVc } of record.credentialInstances)
        assert.ok(disclosuresOf(compactSdJwtVc).every(([, value]) => typeof value === 'string'));
    });

    for (const [title, options] of Object.entries(WAYS)) {
      test(`proves: ${title}`, async () => {
        const request = await owners.requestProof(options);
        const response = await wallet.answer(await wallet.read(request.wallet_link));
        assert.equal(response.status, 200, JSON.stringify(response.body));
        const { state, verdict } = await owners.request(request.id);
        assert.deepEqual([state, verdict.verified, verdict.code], ['answered', true, 'verified']);
      });
    }

    test('discloses claims where no proof is asked for', async () => {
      const request = await owners.requestDisclosure();
      await wallet.answer(await wallet.read(request.wallet_link));
      assert.equal((await owners.request(request.id)).state, 'disclosed');
    });

    test('answers on the device that asks, and the owner gets the verdict for the response code', async () => {
      const request = await owners.requestProof({ redirect_uri: 'https://landlord.example/back' });
      const { redirectUri } = await wallet.answer(await wallet.read(request.wallet_link));
      const unbound = await owners.request(request.id);
      assert.deepEqual([unbound.state, unbound.verdict], ['answered_unbound', undefined]);
      const { origin, pathname, hash, searchParams } = new URL(redirectUri);
      assert.equal(`${origin}${pathname}`, 'https://landlord.example/back');
      const code =
        searchParams.get('response_code') ?? new URLSearchParams(hash.slice(1)).get('response_code');
      await owners.redeem(request.id, code);
      const { state, verdict } = await owners.request(request.id);
      assert.deepEqual([state, verdict.verified], ['answered', true]);
    });
  });

  describe('an offer', () => {
    test('is collected once, and its owner sees that somebody tried again', async () => {
      const { offer } = await receive();
      const second = await newWallet();
      await assert.rejects(second.redeem(offer.offer_uri, offer.tx_code), /invalid_grant/);
      const { state, alerts } = await owners.offer(offer.id);
      assert.deepEqual([state, alerts.map(({ code }) => code)], ['issued', ['already_collected']]);
    });

    test('gives nothing for a wrong transaction code, and its owner sees it', async () => {
      const offer = await owners.offerSalary();
      const wrong = offer.tx_code === '00000000' ? '00000001' : '00000000';
      const wallet = await newWallet();
      await assert.rejects(wallet.redeem(offer.offer_uri, wrong), /invalid_grant/);
      const { state, alerts } = await owners.offer(offer.id);
      assert.deepEqual([state, alerts.map(({ code }) => code)], ['created', ['wrong_tx_codes']]);
    });

    test('that was withdrawn cannot be collected', async () => {
      const offer = await owners.offerSalary();
      await owners.withdraw(offer.id);
      const wallet = await newWallet();
      await assert.rejects(wallet.redeem(offer.offer_uri, offer.tx_code), /invalid_grant/);
      assert.equal((await owners.offer(offer.id)).state, 'withdrawn');
    });

    test('that was collected is revoked when it is withdrawn', async () => {
      const { wallet, offer } = await receive();
      await owners.withdraw(offer.id);
      const request = await owners.requestDisclosure();
      const { status, body } = await wallet.answer(await wallet.read(request.wallet_link));
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), /credential_revoked/);
    });

    test('gives the same credentials again for the same token and keys, because the response got lost', async () => {
      const lost = [];
      const wrapFetch = (fetch) => async (url, init) => {
        const response = await fetch(url, init);
        if (!new URL(url).pathname.endsWith('/openid/credential') || lost.length > 0) return response;
        lost.push(await response.json());
        throw new TypeError('connection lost');
      };
      const wallet = await newWallet({ wrapFetch });
      const offer = await owners.offerSalary();
      const redeemed = await wallet.redeem(offer.offer_uri, offer.tx_code);
      const keys = await wallet.createKeys(BATCH_SIZE);
      await assert.rejects(wallet.collect(redeemed, keys), /connection lost/);
      assert.deepEqual(await wallet.records(), []);
      const [{ record }] = await wallet.collect(redeemed, keys);
      assert.deepEqual(
        record.credentialInstances.map(({ compactSdJwtVc }) => compactSdJwtVc),
        lost[0].credentials.map(({ credential }) => credential),
      );
      const otherKeys = await wallet.createKeys(BATCH_SIZE);
      await assert.rejects(wallet.collect(redeemed, otherKeys));
    });
  });
}
