import { CREDENTIAL_ISSUER_DOCUMENT, offerUri } from '@zk-income/openid';
import { makeIssuanceServer, TX_CODE } from '@zk-income/openid/testing';
import { memoryStorage, Wallet, WalletError, type WalletOptions } from '../index.js';
import { makeTestVerifier, trustingCertificates } from './test-verifier.js';

export { TX_CODE };

/** Instances of a batch: enough for tests, and quick. */
const BATCH_SIZE = 4;

/** Certificates of no verifier are trusted. */
export const noCertificates = { validate: async () => undefined };

/** Changes or replaces what a server answers. */
export type Tamper = (response: Response, request: Request) => Response | Promise<Response>;

/** An issuer with one offer, without a network. */
export async function makeTestIssuer() {
  const server = await makeIssuanceServer();
  const { iss, environment } = server;
  const requests: Request[] = [];
  const state: { tamper: Tamper } = { tamper: (response) => response };
  const answer = async (request: Request): Promise<Response> => {
    const isMetadata = request.url.endsWith(`/${CREDENTIAL_ISSUER_DOCUMENT}`);
    if (isMetadata) {
      const metadata = (await (await server.fetch(request)).json()) as object;
      return Response.json({ ...metadata, batch_credential_issuance: { batch_size: BATCH_SIZE } });
    }
    if (!environment.documents.sources.has(request.url)) return server.fetch(request);
    return new Response(await environment.documents.get(request.url));
  };
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return state.tamper(await answer(request.clone()), request);
  };
  return {
    ...server,
    fetch: fetch as typeof globalThis.fetch,
    /** Every request, with what it was sent with. */
    sent: requests,
    link: offerUri(server.offer),
    trust: { issuers: [{ iss, name: 'ACME Payroll' }], verifiers: [] },
    /** What the next answers become. */
    tamperWith(tamper: Tamper) {
      state.tamper = tamper;
    },
  };
}

export type TestIssuer = Awaited<ReturnType<typeof makeTestIssuer>>;

/** A wallet that trusts an issuer. */
export const openTestWallet = (issuer: TestIssuer, options: Partial<WalletOptions> = {}): Promise<Wallet> =>
  Wallet.open({
    storage: memoryStorage(),
    trust: issuer.trust,
    certificates: noCertificates,
    fetch: issuer.fetch,
    clock: issuer.environment.clock,
    ...options,
  });

/** A wallet with one batch. */
export async function walletWithCredential(options: Partial<WalletOptions> = {}) {
  const issuer = await makeTestIssuer();
  const wallet = await openTestWallet(issuer, options);
  const credential = await wallet.receive(await wallet.readOffer(issuer.link), { code: TX_CODE });
  return { issuer, wallet, credential };
}

/** A wallet with one batch, an issuer that the verifiers trust, and two verifiers, of which the wallet lists the first. */
export async function makeTestWorld(options: Partial<WalletOptions> = {}) {
  const issuer = await makeTestIssuer();
  const [listed, unlisted] = [
    await makeTestVerifier(issuer.environment),
    await makeTestVerifier(issuer.environment, 'other.example'),
  ];
  const state: { tamper: Tamper } = { tamper: (response) => response };
  const fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    for (const verifier of [listed, unlisted]) {
      const response = await verifier.fetch(request.clone());
      if (response) return state.tamper(response, request);
    }
    return issuer.fetch(request);
  }) as typeof globalThis.fetch;
  const storage = memoryStorage();
  const trust = {
    ...issuer.trust,
    verifiers: [{ host: listed.host, name: 'Homes & Co' }],
  };
  const certificates = trustingCertificates(listed.leaf, unlisted.leaf);
  const { clock } = issuer.environment;
  const optionsOf = (more: Partial<WalletOptions> = {}): WalletOptions => ({
    storage,
    trust,
    certificates,
    fetch,
    clock,
    ...options,
    ...more,
  });
  const open = (more: Partial<WalletOptions> = {}) => Wallet.open(optionsOf(more));
  const wallet = await open();
  const credential = await wallet.receive(await wallet.readOffer(issuer.link), { code: TX_CODE });
  return {
    issuer,
    listed,
    unlisted,
    storage: options.storage ?? storage,
    clock,
    /** What a wallet of this world is opened with. */
    options: optionsOf,
    wallet,
    credential,
    /** Another tab on the same storage. */
    open,
    choice: { credentials: { salary: credential.id } },
    /** What the next answers of verifiers become. */
    tamperWith(tamper: Tamper) {
      state.tamper = tamper;
    },
  };
}

export type TestWorld = Awaited<ReturnType<typeof makeTestWorld>>;

/** The code of the error of an operation, or `done`. */
export async function codeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return 'done';
  } catch (error) {
    if (error instanceof WalletError) return error.code;
    throw error;
  }
}
