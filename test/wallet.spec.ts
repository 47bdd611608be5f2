import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { incomePolicy, salaryInput } from '@zk-income/credential';
import { Wallet } from '@zk-income/holder';
import { fileStorage, nodeCertificates } from '@zk-income/holder/node';
import request from 'supertest';
import type { Deployment } from './testing/deployment.js';
import { startLocalServices } from './testing/local-services.js';

const HOST = 'verifier.example';

let services: Deployment;
let wallet: Wallet;
let iss: string;
const folder = mkdtempSync(join(tmpdir(), 'wallet-'));

const portOf = (server: unknown): number => ((server as Server).address() as AddressInfo).port;

beforeAll(async () => {
  services = await startLocalServices({}, true);
  iss = `http://127.0.0.1:${portOf(services.issuer)}`;
  const local = `http://127.0.0.1:${portOf(services.verifier)}`;
  wallet = await Wallet.open({
    storage: fileStorage(join(folder, 'wallet.json')),
    trust: { issuers: [{ iss, name: 'ACME' }], verifiers: [{ host: HOST, name: 'Homes & Co' }] },
    certificates: nodeCertificates({ anchors: [services.anchor!] }),
    fetch: (input, init) => fetch(String(input).replace(`https://${HOST}`, local), init),
  });
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await services?.stop();
});

const post = async (target: Deployment['issuer'], path: string, key: string, body: object) =>
  (await request(target).post(path).set('authorization', `Bearer ${key}`).send(body).expect(201)).body;

test('a wallet receives an offer of the issuer, and answers requests of the verifier', async () => {
  const { holder_keys: _, ...attested } = salaryInput([]);
  const offer = await post(services.issuer, '/offers', services.keys.acme, attested);
  const credential = await wallet.receive(await wallet.readOffer(offer.offer_uri), { code: offer.tx_code });
  expect(credential.shares).toEqual({ left: 10, of: 10 });
  expect((await wallet.refreshStatus())[0]!.status?.value).toBe('valid');

  for (const response_mode of ['direct_post', 'direct_post.jwt']) {
    const asked = await post(services.verifier, '/requests', services.keys.landlord, {
      policy: incomePolicy(),
      wallet: { response_mode },
    });
    const description = await wallet.readRequest(asked.wallet_link);
    expect(description.asker).toMatchObject({ host: HOST, level: 'listed' });
    const choice = { credentials: { salary: description.candidates.salary![0]! } };
    expect(await wallet.check(description, choice)).toMatchObject({ passes: true });
    expect(await wallet.answer(description, choice)).toEqual({ accepted: true });
    const view = await request(services.verifier)
      .get(`/requests/${asked.id}`)
      .set('authorization', `Bearer ${services.keys.landlord}`);
    expect(view.body).toMatchObject({ state: 'answered', verdict: { verified: true } });
  }

  const asked = await post(services.verifier, '/requests', services.keys.landlord, {
    policy: incomePolicy(),
    wallet: {},
  });
  await wallet.decline(await wallet.readRequest(asked.link));
  const view = await request(services.verifier)
    .get(`/requests/${asked.id}`)
    .set('authorization', `Bearer ${services.keys.landlord}`);
  expect(view.body).toMatchObject({ state: 'pending', wallet_errors: [{ error: 'access_denied' }] });
  expect((await wallet.credentials())[0]!.shares).toEqual({ left: 8, of: 10 });
  expect((await wallet.history()).map(({ outcome }) => outcome)).toEqual([
    'answered',
    'answered',
    'declined',
  ]);
});
