import { beforeEach, describe, expect, test } from '@jest/globals';
import { type HeldCredential, importSigningKey } from '@zk-income/credential';
import { incomePolicy, makeKey, OWNER, type TestKey } from '@zk-income/credential/testing';
import { wellKnownUrl } from '../messages/index.js';
import { makeIssuanceServer, TX_CODE } from '../testing/issuance-server.js';
import { AUTHORIZATION_SERVER_DOCUMENT, CREDENTIAL_ISSUER_DOCUMENT } from './metadata.js';
import { offerLink, offerUri } from './offer.js';
import { readCredentialResponse } from './read-credential-response.js';
import { proofAlgorithm, readIssuerMetadata, readTokenEndpoint } from './read-metadata.js';
import { parseCredentialOffer, type ReceivedOffer } from './read-offer.js';
import {
  createKeyProof,
  credentialRequest,
  notificationRequest,
  readNonceResponse,
  readTokenResponse,
  tokenRequest,
} from './wallet-requests.js';

let server: Awaited<ReturnType<typeof makeIssuanceServer>>;

beforeEach(async () => {
  server = await makeIssuanceServer();
});

const get = async (url: string) => (await server.fetch(url)).json();
const post = (url: string, body: string) => server.fetch(url, { method: 'POST', body });

/** All that a wallet does with an offer. */
async function collect(uri: string, keys: readonly TestKey[], txCode = TX_CODE) {
  const offer = parseCredentialOffer(uri) as ReceivedOffer;
  const endpoints = readIssuerMetadata(
    await get(wellKnownUrl(offer.issuer, CREDENTIAL_ISSUER_DOCUMENT)),
    offer,
  );
  const { authorizationServer, configurationId } = endpoints;
  const tokenEndpoint = readTokenEndpoint(
    await get(wellKnownUrl(authorizationServer, AUTHORIZATION_SERVER_DOCUMENT)),
    authorizationServer,
  );
  const response = await post(tokenEndpoint, tokenRequest({ ...offer, txCode }));
  if (!response.ok) return response.json();
  const token = readTokenResponse(await response.json(), configurationId);
  const nonce = readNonceResponse(await (await post(endpoints.nonceEndpoint!, '')).json());
  const proofs = await Promise.all(
    keys.map(async ({ privateJwk, publicJwk }) => {
      const { sign } = await importSigningKey(privateJwk);
      const alg = proofAlgorithm(publicJwk, endpoints);
      return createKeyProof({ alg, sign, publicJwk }, { issuer: offer.issuer, nonce, now: server.now() });
    }),
  );
  const request = JSON.stringify(credentialRequest({ configurationId, ...token, proofs }));
  const json = await (await post(endpoints.credentialEndpoint, request)).json();
  const { credentials, notificationId } = readCredentialResponse(
    json,
    keys.map(({ publicJwk }) => publicJwk),
  );
  await post(
    endpoints.notificationEndpoint!,
    JSON.stringify(notificationRequest({ notificationId: notificationId!, event: 'credential_accepted' })),
  );
  return { json, credentials, notificationId };
}

describe('a wallet collects a batch from the issuer', () => {
  test.each([
    ['a URI', () => offerUri(server.offer)],
    ['a link', () => offerLink('https://issuer.example/offer', server.offer)],
  ])('by %s, and proves a predicate with it', async (_, text) => {
    const keys = [await makeKey('ES256'), await makeKey('EdDSA')];
    const { credentials, notificationId } = await collect(text(), keys);
    expect(credentials.map(({ keyIndex }: { keyIndex: number }) => keyIndex)).toEqual([0, 1]);
    expect(server.notifications).toEqual([{ notificationId, event: 'credential_accepted' }]);

    const held: HeldCredential = { credential: credentials[1].credential, holder_key: keys[1]!.privateJwk };
    const { verifier, holder } = server.environment;
    const request = await verifier.createRequest(OWNER, { policy: incomePolicy() });
    const presentations = await holder.generateProof(request, { salary: held });
    expect(await verifier.verifyProof({ request_id: request.id, presentations })).toMatchObject({
      verified: true,
    });
  });
});

test('6.3: a wrong transaction code is invalid_grant', async () => {
  expect(await collect(offerUri(server.offer), [await makeKey()], '000000')).toMatchObject({
    error: 'invalid_grant',
  });
});
