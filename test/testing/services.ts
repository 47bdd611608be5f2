import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type HeldCredential, inlineProofRunner, type PresentationRequest } from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  type EmbeddedStore,
  ensureTables,
  startEmbeddedStore,
} from '@zk-income/persistence';
import { createApiClient, loadConfig, PROOF_RUNNER } from '@zk-income/service-kit';
import request from 'supertest';
import { IssuerConfig } from '../../apps/issuer/src/issuer.config.js';
import { issuer as issuerService } from '../../apps/issuer/src/issuer.js';
import { ProverConfig } from '../../apps/prover/src/prover.config.js';
import { prover as proverService } from '../../apps/prover/src/prover.js';
import { VerifierConfig } from '../../apps/verifier/src/verifier.config.js';
import { verifier as verifierService } from '../../apps/verifier/src/verifier.js';
import { createTestService } from '../../libs/service-kit/src/testing/test-service.js';

const ATTRIBUTES = ['annual_income', 'annual_debt'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The keys of five clients. */
async function makeClients(store: DynamoApiClientStore) {
  const issuing = (id: string) =>
    createApiClient(store, { id, name: id, scopes: ['issue', 'revoke'], sourceId: `demo:${id}` });
  const asking = (id: string) => createApiClient(store, { id, name: id, scopes: ['request'] });
  return {
    acme: await issuing('acme'),
    bolt: await issuing('bolt'),
    payerless: await createApiClient(store, { id: 'payerless', name: 'payerless', scopes: ['issue'] }),
    landlord: await asking('landlord'),
    bank: await asking('bank'),
  };
}

/** Issuer, verifier and test prover as they run, on an embedded store in a folder of their own. */
export class Services {
  private constructor(
    private readonly folder: string,
    private readonly store: EmbeddedStore,
    readonly issuer: NestFastifyApplication,
    readonly verifier: NestFastifyApplication,
    readonly prover: NestFastifyApplication,
    readonly keys: Awaited<ReturnType<typeof makeClients>>,
    readonly iss: string,
  ) {}

  static async start(): Promise<Services> {
    const folder = mkdtempSync(join(tmpdir(), 'zk-income-'));
    const store = await startEmbeddedStore({ path: join(folder, 'store') });
    const client = createStoreClient({ endpoint: store.endpoint });
    await ensureTables(client);
    const keys = await makeClients(new DynamoApiClientStore(client));
    client.close();

    const port = await freePort();
    const iss = `http://127.0.0.1:${port}`;
    const env = { DATA_DIR: folder, STORE_ENDPOINT: store.endpoint };
    const proofs = new Map<unknown, unknown>([[PROOF_RUNNER, inlineProofRunner]]);
    const issuer = await createTestService(
      issuerService,
      loadConfig(IssuerConfig, { ...env, PUBLIC_URL: iss, STATUS_LIST_TTL_SECONDS: '1' }),
    );
    const trusted = [{ iss, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
    const verifier = await createTestService(
      verifierService,
      loadConfig(VerifierConfig, {
        ...env,
        PUBLIC_URL: 'https://verifier.example',
        TRUSTED_ISSUERS: JSON.stringify(trusted),
      }),
      proofs,
    );
    const prover = await createTestService(
      proverService,
      loadConfig(ProverConfig, { PROVER_ENABLED: 'true' }),
      proofs,
    );
    await issuer.listen(port, '127.0.0.1');
    await verifier.listen(0, '127.0.0.1');
    return new Services(folder, store, issuer, verifier, prover, keys, iss);
  }

  async stop(): Promise<void> {
    await Promise.all([this.issuer.close(), this.verifier.close(), this.prover.close()]);
    await this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  post(app: NestFastifyApplication, path: string, body: object | string, key?: string): request.Test {
    const call = request(app.getHttpServer()).post(path).set('content-type', 'application/json');
    return (key === undefined ? call : call.set('authorization', `Bearer ${key}`)).send(body);
  }

  /** Issues a copy to a fresh key. */
  async issue(
    changes: object = {},
    key: string = this.keys.acme,
  ): Promise<HeldCredential & { batch: string }> {
    const { publicJwk, privateJwk } = makeHolderKey();
    const response = await this.post(this.issuer, '/issue', issueBody([publicJwk], changes), key).expect(201);
    return { credential: response.body.credentials[0], holder_key: privateJwk, batch: response.body.id };
  }

  async ask(policy: object, more: object = {}): Promise<PresentationRequest> {
    return (await this.post(this.verifier, '/requests', { policy, ...more }, this.keys.landlord).expect(201))
      .body;
  }

  async prove(
    asked: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Record<string, string>> {
    const credentials = Object.fromEntries(
      Object.entries(held).map(([id, { credential, holder_key }]) => [id, { credential, holder_key }]),
    );
    const response = await this.post(this.prover, '/prove', { request: asked, credentials }).expect(200);
    return response.body.presentations;
  }

  verify(id: string, presentations: object): request.Test {
    return this.post(this.verifier, '/verify', { request_id: id, presentations });
  }

  view(id: string, key: string = this.keys.landlord): request.Test {
    return request(this.verifier.getHttpServer())
      .get(`/requests/${id}`)
      .set('authorization', `Bearer ${key}`);
  }
}

export function makeHolderKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateJwk = privateKey.export({ format: 'jwk' });
  const { d: _, ...publicJwk } = privateJwk;
  return { publicJwk, privateJwk };
}

/** Twelve whole months that ended with the last month. */
export function lastTwelveMonths(now = new Date()) {
  const day = (months: number, date: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
}

export const issueBody = (holderKeys: readonly object[], changes: object = {}) => ({
  holder_keys: holderKeys,
  attributes: { annual_income: '5400000', annual_debt: '600000' },
  currency: 'EUR',
  period: lastTwelveMonths(),
  identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
  claims: { given_name: 'Erika', family_name: 'Mustermann', birthdate: '1984-01-26' },
  ...changes,
});

export const term = (credential: string, attribute: string, coefficient = 1) => ({
  credential,
  attribute,
  coefficient,
});

/** Income is at least 54,000.00 EUR. */
export const incomePolicy = (changes: object = {}) => ({
  type: 'urn:zk-income:policy:1',
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'Lease of a flat, 1,500 EUR a month',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [term('salary', 'annual_income')],
      at_least: '5400000',
    },
  ],
  ...changes,
});
