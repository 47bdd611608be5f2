import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { examplePolicy } from '@zk-income/credential';
import { NOW, VERIFIER } from '@zk-income/credential/testing';
import { encodeForm } from '@zk-income/openid';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import request from 'supertest';
import { expectError, expectTaken, REDIRECT_URI, responseCodeOf } from '../testing/expectations.js';
import { Owner } from '../testing/owner.js';
import { postForm, Wallet } from '../testing/wallet.js';
import { startWalletService, type WalletService } from '../testing/wallet-service.js';
import { newSecret } from './request-link.js';

let service: WalletService;
let owner: Owner;
let wallet: Wallet;

beforeAll(async () => {
  service = await startWalletService();
  owner = new Owner(service);
  wallet = await Wallet.with(service);
});

afterAll(() => service.close());

const http = () => request(service.app.getHttpServer());

afterEach(() => {
  service.environment.clock.time = NOW;
});

describe('an answer', () => {
  test.each(['direct_post', 'direct_post.jwt'])(
    'by %s is taken, and its verdict is for the owner',
    async (mode) => {
      const created = await owner.create({ response_mode: mode });
      expect((await owner.status(created.status_id)).body).toEqual({ state: 'open' });
      expectTaken(await wallet.answer(created.wallet_link));
      expect((await owner.status(created.status_id)).body).toEqual({ state: 'done' });
      expect(await owner.view(created)).toMatchObject({
        state: 'answered',
        verdict: { verified: true },
        receipt: expect.any(String),
      });
      await new Owner(service, 'bank').get(created).expect(404);
    },
  );

  test('sent again gets the same response, and another one a conflict', async () => {
    const { wallet_link } = await owner.create();
    const asked = await wallet.open(wallet_link);
    const presentations = await wallet.prove(asked);
    expectTaken(await wallet.send(asked, presentations));
    expectTaken(await wallet.send(asked, presentations));
    expectError(await wallet.send(asked, await wallet.prove(asked)), 409, 'request_already_answered');
  });

  test('of two at once: one is taken', async () => {
    const { wallet_link } = await owner.create();
    const asked = await wallet.open(wallet_link);
    const presentations = [await wallet.prove(asked), await wallet.prove(asked)];
    const answers = await Promise.all(presentations.map((one) => wallet.send(asked, one)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('by POST /verify is for the audience of that way', async () => {
    const created = await owner.create();
    const asked = await wallet.open(created.wallet_link);
    const presentations = await wallet.prove(asked);
    const verified = await http().post('/verify').send({ request_id: created.id, presentations }).expect(200);
    expect(verified.body.code).toBe('audience_mismatch');
    expectTaken(await wallet.send(asked, presentations));
  });
});

describe('an answer that fails a check', () => {
  test('gets a 400 with the code, and leaves the request open', async () => {
    const created = await owner.create();
    const asked = await wallet.open(created.wallet_link);
    const refused = async (disclosure: Parameters<Wallet['disclose']>[1]) =>
      wallet.send(asked, await wallet.disclose(asked, disclosure));
    expectError(await refused({ aud: 'x509_san_dns:other.example' }), 400, 'audience_mismatch');
    expectError(await refused({ aud: `redirect_uri:${VERIFIER}/verify` }), 400, 'audience_mismatch');
    expectError(await refused({ nonce: newSecret() }), 400, 'nonce_mismatch');
    expectError(await refused({ claims: ['gross_income'] }), 400, 'overdisclosed');
    expectError(await refused({}), 400, 'range_proof_missing');
    expect(await owner.view(created)).toMatchObject({ state: 'pending', failed_attempts: 0 });
    expect((await owner.status(created.status_id)).body).toEqual({ state: 'open' });
    expectTaken(await wallet.answer(created.wallet_link));
  });

  test('because it answers another request, or a request of another verifier', async () => {
    const [one, two] = [await owner.create(), await owner.create()];
    const [asked, other] = [await wallet.open(one.wallet_link), await wallet.open(two.wallet_link)];
    const presentations = await wallet.prove(other);
    expectError(await wallet.send(asked, presentations), 400, 'nonce_mismatch');
    const elsewhere = await wallet.prove({ ...asked, clientId: 'x509_san_dns:evil.example' });
    expectError(await wallet.send(asked, elsewhere), 400, 'audience_mismatch');
    expectTaken(await wallet.send(other, presentations));
  });

  test('uses up the attempts of the request only at the last checks', async () => {
    const created = await owner.create();
    const asked = await wallet.open(created.wallet_link);
    const presentations = await wallet.prove(asked);
    const [text, binding] = [
      presentations.salary!.split('~').slice(0, -1),
      presentations.salary!.split('~').at(-1)!,
    ];
    const claims = decodeJwt(binding);
    const proof = Buffer.from(String(claims.range_proof), 'base64url');
    proof[40]! ^= 1;
    const { iat: _, aud: __, ...rest } = claims;
    const forged = await wallet.disclose(asked, {
      binding: { ...rest, range_proof: proof.toString('base64url') },
    });
    expect(forged.salary!.split('~').slice(0, -1)).toEqual(text);
    for (let i = 0; i < 10; i++)
      expectError(await wallet.send(asked, forged), 400, /^range_proof_(invalid|malformed)$/);
    expectError(await wallet.send(asked, forged), 429, 'too_many_attempts');
    expectError(await wallet.send(asked, presentations), 429, 'too_many_attempts');
    expect((await owner.status(created.status_id)).body).toEqual({ state: 'gone' });
  });
});

describe('what a wallet reports instead of an answer', () => {
  test('is recorded for the owner, and never final', async () => {
    const created = await owner.create();
    const { responseUri, state } = await wallet.open(created.wallet_link);
    const report = (form: Record<string, string>) => postForm(service.app, responseUri, encodeForm(form));
    expectTaken(await report({ error: 'access_denied', error_description: 'No.', state: state! }));
    expectTaken(await report({ error: 'invalid_transaction_data' }));
    expectError(await report({ error: 'access_denied', state: 'another' }), 400);
    expect((await owner.status(created.status_id)).body).toEqual({ state: 'open' });
    const { state: ofRequest, wallet_errors } = await owner.view(created);
    expect(ofRequest).toBe('pending');
    expect(wallet_errors).toEqual([
      { at: '2026-11-24T12:00:00.000Z', error: 'access_denied', error_description: 'No.' },
      { at: '2026-11-24T12:00:00.000Z', error: 'invalid_transaction_data' },
    ]);
    expectTaken(await wallet.answer(created.wallet_link));
    expectTaken(await report({ error: 'late' }));
    expect((await owner.view(created)).wallet_errors).toEqual(wallet_errors);
  });

  test('may be in clear where answers are encrypted', async () => {
    const created = await owner.create({ response_mode: 'direct_post.jwt', redirect_uri: REDIRECT_URI });
    const { responseUri, state } = await wallet.open(created.wallet_link);
    const form = encodeForm({ error: 'access_denied', state: state! });
    const code = responseCodeOf(await postForm(service.app, responseUri, form));
    await owner.redeem(created, code).expect(400);
    expect(await owner.view(created)).toMatchObject({
      state: 'pending',
      wallet_errors: [{ error: 'access_denied' }],
    });
  });
});

describe('disclosure mode', () => {
  test('takes what a stock wallet discloses, which is never verified', async () => {
    const created = await owner.createDisclosure();
    const asked = await wallet.open(created.wallet_link);
    expect(asked.asked.mode).toBe('disclosure');
    const claims = ['given_name', 'family_name'];
    expectTaken(await wallet.send(asked, await wallet.disclose(asked, { claims })));
    const answered = await owner.view(created);
    expect(answered.state).toBe('disclosed');
    expect(answered).not.toHaveProperty('verdict');
    expect(JSON.stringify(answered)).not.toContain('verified');
    expect(decodeProtectedHeader(answered.receipt).typ).toBe('zk-income-disclosure+jwt');
    expect(decodeJwt(answered.receipt)).toMatchObject({
      disclosed: { salary: { given_name: 'Erika', family_name: 'Mustermann' } },
    });
    expect((await owner.status(created.status_id)).body).toEqual({ state: 'done' });
  });

  test('refuses an opening, further claims, missing ones, and another audience', async () => {
    const created = await owner.createDisclosure({ response_mode: 'direct_post.jwt' });
    const asked = await wallet.open(created.wallet_link);
    const refused = async (disclosure: Parameters<Wallet['disclose']>[1]) =>
      wallet.send(asked, await wallet.disclose(asked, disclosure));
    const claims = ['given_name', 'family_name'];
    for (const more of ['gross_income', 'subject', 'birthdate', 'source_id'])
      expectError(await refused({ claims: [...claims, more] }), 400, 'overdisclosed');
    expectError(await refused({ claims: ['given_name'] }), 400, 'disclosure_missing');
    expectError(await refused({ claims, aud: 'x509_san_dns:other.example' }), 400, 'audience_mismatch');
    expect(JSON.stringify([...service.environment.requests.requests.values()])).not.toContain('5400000');
    expect((await owner.view(created)).state).toBe('pending');
  });

  test('does not answer a request for a proof, and is not answered by POST /verify', async () => {
    const proof = await owner.create(undefined, {
      policy: { ...examplePolicy, disclose: ['given_name', 'family_name'] },
    });
    const asked = await wallet.open(proof.wallet_link);
    const claims = ['given_name', 'family_name'];
    expectError(
      await wallet.send(asked, await wallet.disclose(asked, { claims })),
      400,
      'range_proof_missing',
    );
    const created = await owner.createDisclosure();
    const presentations = await wallet.disclose(await wallet.open(created.wallet_link), { claims });
    const { body } = await http().post('/verify').send({ request_id: created.id, presentations }).expect(404);
    expect(body.code).toBe('request_unknown');
  });
});
