import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  importSigningKey,
  incomePolicy,
  type PublicJwk,
  publicJwkOf,
  salaryInput,
} from '@zk-income/credential';
import {
  createKeyProof,
  credentialRequest,
  parseCredentialOffer,
  type ReceivedOffer,
  readCredentialResponse,
} from '@zk-income/openid';
import type { JWK } from 'jose';
import request from 'supertest';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import { Services } from './testing/services.js';

let services: Services;

beforeAll(async () => {
  services = await Services.start();
});

afterAll(() => services?.stop());

const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

interface Device {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: JWK;
}

const newDevice = (): Device => {
  const { publicJwk, privateJwk } = generateHolderKey();
  return { publicJwk: publicJwkOf(publicJwk)!, privateJwk };
};

async function createOffer(changes: object = {}) {
  const { holder_keys: _, ...attested } = salaryInput([]);
  const body = { ...attested, ...changes };
  const response = await services.post(services.issuer, '/offers', body, services.keys.acme).expect(201);
  return { ...response.body, offer: parseCredentialOffer(response.body.offer_uri) as ReceivedOffer };
}

const getOffer = (id: string) =>
  request(services.issuer).get(`/offers/${id}`).set('authorization', `Bearer ${services.keys.acme}`);

const deleteOffer = (id: string) =>
  request(services.issuer).delete(`/offers/${id}`).set('authorization', `Bearer ${services.keys.acme}`);

const exchange = (code: string, more: object = {}) =>
  request(services.issuer)
    .post('/openid/token')
    .type('form')
    .send({ grant_type: PRE_AUTHORIZED, 'pre-authorized_code': code, ...more });

async function collect(offer: ReceivedOffer, token: string, devices: readonly Device[]) {
  const nonce = (await request(services.issuer).post('/openid/nonce').expect(200)).body.c_nonce;
  const proofs = await Promise.all(
    devices.map(async ({ publicJwk, privateJwk }) =>
      createKeyProof(
        { publicJwk, ...(await importSigningKey(privateJwk)) },
        { issuer: offer.issuer, nonce, now: Date.now() / 1000 },
      ),
    ),
  );
  const body = credentialRequest({ configurationId: offer.configurationIds[0]!, proofs });
  return services.post(services.issuer, '/openid/credential', body, token);
}

const notify = (token: string, notification_id: string) =>
  services.post(
    services.issuer,
    '/openid/notification',
    { notification_id, event: 'credential_accepted' },
    token,
  );

describe('an offer', () => {
  test('is collected by a wallet, which proves a policy with the credential', async () => {
    const { id, offer, tx_code } = await createOffer();
    expect(offer.txCode).toMatchObject({ length: 8, input_mode: 'numeric' });
    const { access_token } = (await exchange(offer.preAuthorizedCode, { tx_code }).expect(200)).body;
    const devices = [newDevice(), newDevice()];
    const response = await collect(offer, access_token, devices);
    const { credentials, notificationId } = readCredentialResponse(
      response.body,
      devices.map(({ publicJwk }) => publicJwk),
    );
    await notify(access_token, notificationId!).expect(204);
    const { body } = await getOffer(id).expect(200);
    expect(body).toMatchObject({ state: 'issued', issued: 2, alerts: [] });

    const salary = { credential: credentials[1]!.credential, holder_key: devices[1]!.privateJwk };
    const presentationRequest = await services.createRequest(incomePolicy());
    const presentations = await services.present(presentationRequest, { salary });
    expect((await services.verify(presentationRequest.id, presentations)).body).toMatchObject({
      verified: true,
    });

    await deleteOffer(id).expect(204);
    expect((await getOffer(id)).body.state).toBe('withdrawn');
  });

  test('of 50 credentials is larger than an item of the store, and its response can be repeated', async () => {
    const { offer } = await createOffer({ tx_code: false, batch_size: 50 });
    const { access_token } = (await exchange(offer.preAuthorizedCode).expect(200)).body;
    const devices = Array.from({ length: 50 }, newDevice);
    const [first, second] = [
      await collect(offer, access_token, devices),
      await collect(offer, access_token, devices),
    ];
    expect(first.body.credentials).toHaveLength(50);
    expect(second.text).toBe(first.text);
    await notify(access_token, first.body.notification_id).expect(204);
    expect((await collect(offer, access_token, devices)).body.error).toBe('credential_request_denied');
  });

  test('is opened by one of many wallets on the same store', async () => {
    const { id, offer } = await createOffer({ tx_code: false });
    const responses = await Promise.all(Array.from({ length: 20 }, () => exchange(offer.preAuthorizedCode)));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of responses)
      if (status !== 200) expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await getOffer(id)).body.alerts[0].code).toBe('already_collected');
  });

  test('that is withdrawn cannot be collected', async () => {
    const { id, offer } = await createOffer({ tx_code: false });
    await deleteOffer(id).expect(204);
    expect((await exchange(offer.preAuthorizedCode).expect(400)).body.error).toBe('invalid_grant');
  });

  test('needs its transaction code', async () => {
    const { offer, tx_code } = await createOffer();
    const wrong = tx_code === '00000000' ? '00000001' : '00000000';
    expect((await exchange(offer.preAuthorizedCode).expect(400)).body.error).toBe('invalid_request');
    expect((await exchange(offer.preAuthorizedCode, { tx_code: wrong }).expect(400)).body.error).toBe(
      'invalid_grant',
    );
    expect((await exchange(offer.preAuthorizedCode, { tx_code }).expect(429)).body.error).toBe('slow_down');
  });
});
