import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { NOW } from '@zk-income/credential/testing';
import request from 'supertest';
import { expectError, REDIRECT_URI, responseCodeOf } from '../testing/expectations.js';
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

describe('on the device that asks', () => {
  test('an answer is bound by its code, which the wallet carries', async () => {
    const created = await owner.create({ redirect_uri: REDIRECT_URI });
    const answer = await wallet.answer(created.wallet_link);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['redirect_uri']);
    const unbound = await owner.view(created);
    expect(unbound.state).toBe('answered_unbound');
    for (const member of ['verdict', 'receipt']) expect(unbound).not.toHaveProperty(member);
    const code = responseCodeOf(answer);
    const stored = JSON.stringify(service.environment.requests.requests.get(created.id));
    expect(stored).not.toContain(code);
    const redeemed = await owner.redeem(created, code).expect(200);
    expect(redeemed.headers['cache-control']).toBe('no-store');
    expect(redeemed.body).toMatchObject({ state: 'answered', verdict: { verified: true } });
    expect(await owner.view(created)).toEqual(redeemed.body);
    expect((await owner.redeem(created, code).expect(400)).body.code).toBe('response_code_invalid');
  });

  test('14.2: the session of an attacker does not get the verdict of a victim', async () => {
    // The attacker starts a session with the owner, and relays its link to the victim's wallet on another device.
    const attacked = await owner.create({ redirect_uri: REDIRECT_URI });
    const victims = await owner.create({ redirect_uri: REDIRECT_URI });
    const code = responseCodeOf(await wallet.answer(attacked.wallet_link));
    // The victim's browser brings the code to the owner, who takes the request of the victim's own session.
    expect((await owner.redeem(victims, code).expect(400)).body.code).toBe('response_code_invalid');
    // The attacker's session has the request and no code. Status, view and guesses do not help, nor does POST /verify.
    expect((await owner.status(attacked.status_id)).body).toEqual({ state: 'done' });
    for (const guess of [newSecret(), attacked.status_id, attacked.nonce])
      expect((await owner.redeem(attacked, guess).expect(400)).body.code).toBe('response_code_invalid');
    const seen = JSON.stringify(await owner.view(attacked));
    expect(seen).not.toMatch(/"verdict"|"receipt"|verified/);
    service.environment.clock.time = NOW + 3_600_000;
    const unknown = service.environment.verifier.findRequest('landlord', attacked.id);
    await expect(unknown).rejects.toThrow('request_unknown');
  });

  test('POST /verify does not answer, because it binds nothing', async () => {
    const created = await owner.create({ redirect_uri: REDIRECT_URI });
    const presentations = await wallet.prove(await wallet.open(created.wallet_link));
    await http().post('/verify').send({ request_id: created.id, presentations }).expect(404);
    expect((await owner.view(created)).state).toBe('pending');
  });

  test('only the owner redeems, and ten wrong codes end it', async () => {
    const created = await owner.create({ redirect_uri: REDIRECT_URI });
    const code = responseCodeOf(await wallet.answer(created.wallet_link));
    await new Owner(service, 'bank').redeem(created, code).expect(404);
    await new Owner(service, 'acme').redeem(created, code).expect(403);
    await http().post(`/requests/${created.id}/redeem`).send({ response_code: code }).expect(401);
    for (let i = 0; i < 10; i++) await owner.redeem(created, newSecret()).expect(400);
    expect((await owner.redeem(created, code).expect(429)).body.code).toBe('too_many_attempts');
  });

  test('an answer that is sent again gets a code that works, as does the first', async () => {
    const created = await owner.create({ redirect_uri: REDIRECT_URI });
    const asked = await wallet.open(created.wallet_link);
    const presentations = await wallet.prove(asked);
    const codes = [
      responseCodeOf(await wallet.send(asked, presentations)),
      responseCodeOf(await wallet.send(asked, presentations)),
    ];
    expect(new Set(codes).size).toBe(2);
    await owner.redeem(created, codes[0]!).expect(200);
    await owner.redeem(created, codes[1]!).expect(400);
  });

  test('a refused answer sends the person back as well, with a code that redeems nothing', async () => {
    const created = await owner.create({ redirect_uri: REDIRECT_URI });
    const asked = await wallet.open(created.wallet_link);
    const refused = await wallet.send(asked, await wallet.disclose(asked));
    expectError(refused, 400, 'range_proof_missing');
    await owner.redeem(created, responseCodeOf(refused)).expect(400);
    const malformed = await postForm(service.app, asked.responseUri, 'vp_token=7');
    expectError(malformed, 400);
    responseCodeOf(malformed);
  });

  test('what is disclosed is unbound, too', async () => {
    const created = await owner.createDisclosure({ redirect_uri: REDIRECT_URI });
    const asked = await wallet.open(created.wallet_link);
    const presentations = await wallet.disclose(asked, { claims: ['given_name', 'family_name'] });
    const code = responseCodeOf(await wallet.send(asked, presentations));
    const unbound = await owner.view(created);
    expect(unbound.state).toBe('answered_unbound');
    expect(JSON.stringify(unbound)).not.toContain('Erika');
    expect((await owner.redeem(created, code).expect(200)).body).toMatchObject({ state: 'disclosed' });
  });
});
