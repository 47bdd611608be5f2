import { offerUri } from '@zk-income/openid';
import { makeIssuanceServer, TX_CODE } from '@zk-income/openid/testing';
import { memoryStorage, Wallet, type WalletOptions } from '../index.js';

export { TX_CODE };

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
