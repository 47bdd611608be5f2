import { generateKeyPairSync } from 'node:crypto';
import type { HeldCredential, PresentationRequest } from '@zk-income/credential';
import request from 'supertest';
import { type Deployment, type Target } from './deployment.js';
import { startOwnServices } from './own-services.js';
import { joinRunningServices } from './running-services.js';

/** Issuer, verifier and test prover: those that run where the environment says, else own ones. */
export class Services {
  private constructor(private readonly deployment: Deployment) {}

  static async start(): Promise<Services> {
    const { ISSUER_URL, VERIFIER_URL, PROVER_URL, DYNAMODB_ENDPOINT } = process.env;
    return new Services(
      ISSUER_URL && VERIFIER_URL && PROVER_URL && DYNAMODB_ENDPOINT
        ? await joinRunningServices({ ISSUER_URL, VERIFIER_URL, PROVER_URL, DYNAMODB_ENDPOINT })
        : await startOwnServices(),
    );
  }

  stop(): Promise<void> {
    return this.deployment.stop();
  }

  get issuer(): Target {
    return this.deployment.issuer;
  }

  get verifier(): Target {
    return this.deployment.verifier;
  }

  get prover(): Target {
    return this.deployment.prover;
  }

  get verifierUrl(): string {
    return this.deployment.verifierUrl;
  }

  get keys(): Deployment['keys'] {
    return this.deployment.keys;
  }

  post(target: Target, path: string, body: object | string, key?: string): request.Test {
    const call = request(target).post(path).set('content-type', 'application/json');
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
    return request(this.verifier).get(`/requests/${id}`).set('authorization', `Bearer ${key}`);
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
