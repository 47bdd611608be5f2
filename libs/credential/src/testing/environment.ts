import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { ATTRIBUTES } from '../attributes.js';
import { CoreEngine } from '../core-engine.js';
import { lastTwelveMonths } from '../encoding/calendar.js';
import { salaryInput } from '../examples.js';
import { issuerMetadata, issuerMetadataUrl } from '../issue/issuer-metadata.js';
import { importSigningKey, type PublicJwk, publicJwkOf } from '../keys.js';
import type { DocumentFetcher, SignatureAlgorithm, SigningKeys } from '../ports/index.js';
import type { ProofRunner } from '../proof/proof-runner.js';
import type { HeldCredential, IssueInput } from '../types.js';
import type { TrustedIssuer } from '../verify/trust.js';
import {
  MemoryIssuedCredentialStore,
  MemoryListingStore,
  MemoryRequestStore,
  MemoryStatusListStore,
} from './memory-stores.js';

// Proofs are slow on a busy machine.
/** 24 November 2026, 12:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 12);
export const ISSUER = 'https://issuer.example';
export const VERIFIER = 'https://verifier.example';
export const AUDIENCE = 'redirect_uri:https://verifier.example/verify';
export const CLIENT = { id: 'acme', sourceId: 'demo:acme' };
export const OWNER = 'landlord';

/** A clock that a test sets. */
export class TestClock {
  constructor(public time = NOW) {}

  now(): number {
    return this.time;
  }
}

/** Documents by URL; fetching any other URL fails. Records the fetched URLs. */
export class TestDocuments implements DocumentFetcher {
  readonly sources = new Map<string, () => string | Promise<string>>();
  readonly fetched: string[] = [];

  async get(url: string): Promise<string> {
    this.fetched.push(url);
    const source = this.sources.get(url);
    if (!source) throw new Error('404');
    return source();
  }
}

export interface TestKey {
  readonly privateJwk: JWK;
  readonly publicJwk: PublicJwk;
}

export async function makeKey(alg: SignatureAlgorithm = 'ES256'): Promise<TestKey> {
  const { privateKey } = await generateKeyPair(alg === 'EdDSA' ? 'Ed25519' : alg, { extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return { privateJwk, publicJwk: publicJwkOf(privateJwk)! };
}

export async function signingKeys(key: TestKey): Promise<SigningKeys & { kid: string }> {
  const signing = await importSigningKey(key.privateJwk);
  const published = { ...key.publicJwk, kid: signing.kid, use: 'sig', alg: signing.alg } as JWK;
  return { kid: signing.kid, current: async () => signing, published: async () => [published] };
}

export interface TestIssuerOptions {
  readonly iss?: string;
  readonly attributes?: readonly string[];
  readonly contracts?: boolean;
  readonly alg?: SignatureAlgorithm;
}

/** An issuer with its own key, stores and published documents. */
export async function makeIssuer(
  documents: TestDocuments,
  clock: TestClock,
  {
    iss = ISSUER,
    attributes = ['gross_income', 'debt_payments'],
    contracts = false,
    alg = 'ES256',
  }: TestIssuerOptions = {},
) {
  const key = await makeKey(alg);
  const keys = await signingKeys(key);
  const engine = new CoreEngine({
    clock,
    issuer: {
      iss,
      keys,
      credentials: new MemoryIssuedCredentialStore(),
      statusLists: new MemoryStatusListStore(),
      attributes,
      contracts,
      statusListTtlSeconds: 300,
      statusListSize: 1024,
    },
  });
  const metadata = issuerMetadata(iss);
  documents.sources.set(issuerMetadataUrl(iss), () => JSON.stringify(metadata));
  documents.sources.set(metadata.jwks_uri, async () => JSON.stringify({ keys: await keys.published() }));
  documents.sources.set(`${iss}/status-lists/0`, async () => (await engine.statusListToken(0)).token);
  return { iss, key, keys, engine };
}

export const trusted = (iss: string = ISSUER): TrustedIssuer => ({
  iss,
  attributes: [...ATTRIBUTES.keys()],
  complete: ['gross_income', 'debt_payments'],
});

export interface TestEnvironmentOptions {
  readonly trust?: readonly TrustedIssuer[];
  readonly maxFailedAttempts?: number;
  readonly receiptRetentionSeconds?: number;
  readonly issuer?: TestIssuerOptions;
  readonly requests?: MemoryRequestStore;
  readonly listings?: MemoryListingStore;
  readonly proofs?: ProofRunner;
}

/** One issuer, one verifier, one holder and a clock, connected without a network. */
export async function makeTestEnvironment(options: TestEnvironmentOptions = {}) {
  const clock = new TestClock();
  const documents = new TestDocuments();
  const issuer = await makeIssuer(documents, clock, options.issuer);
  const receiptKey = await makeKey();
  const requests = options.requests ?? new MemoryRequestStore();
  const listings = options.listings ?? new MemoryListingStore();
  const verifier = new CoreEngine({
    clock,
    verifier: {
      iss: VERIFIER,
      audience: AUDIENCE,
      keys: await signingKeys(receiptKey),
      requests,
      listings: { listings, receiptRetentionSeconds: 90 * 86_400 },
      trust: options.trust ?? [trusted()],
      documents,
      ...(options.maxFailedAttempts === undefined ? {} : { maxFailedAttempts: options.maxFailedAttempts }),
      ...(options.receiptRetentionSeconds && { receiptRetentionSeconds: options.receiptRetentionSeconds }),
      ...(options.proofs && { proofs: options.proofs }),
    },
  });
  // Tests present one instance often.
  const holder = new CoreEngine({ clock, holder: { ledger: 'off' } });
  return { clock, documents, issuer, verifier, holder, requests, listings, receiptKey };
}

export type TestEnvironment = Awaited<ReturnType<typeof makeTestEnvironment>>;

/** The example salary, in the twelve months before {@link NOW}. */
export const issueInput = (holderKeys: readonly PublicJwk[], changes: Partial<IssueInput> = {}): IssueInput =>
  salaryInput(holderKeys, { period: lastTwelveMonths(NOW), ...changes });

/** Issues one credential instance to a fresh holder key. */
export async function issueCredential(
  issuer: Pick<TestEnvironment['issuer'], 'engine'>,
  changes: Partial<IssueInput> = {},
  { client = CLIENT, alg = 'ES256' as SignatureAlgorithm } = {},
): Promise<HeldCredential & { batch: string; key: TestKey }> {
  const key = await makeKey(alg);
  const { id, credentials } = await issuer.engine.issueCredential(
    client,
    issueInput([key.publicJwk], changes),
  );
  return { credential: credentials[0]!, holder_key: key.privateJwk, batch: id, key };
}
