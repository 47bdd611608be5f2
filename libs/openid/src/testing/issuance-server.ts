import { type IssuedCredentials, randomBase64url } from '@zk-income/credential';
import { CLIENT, issueInput, makeTestEnvironment } from '@zk-income/credential/testing';
import {
  AUTHORIZATION_SERVER_DOCUMENT,
  authorizationServerMetadata,
  CREDENTIAL_ISSUER_DOCUMENT,
  checkTxCodePresence,
  createOffer,
  credentialIssuerMetadata,
  credentialResponse,
  ISSUANCE_PATHS,
  nonceResponse,
  parseCredentialRequest,
  parseNotification,
  parseTokenRequest,
  separateOpenings,
  tokenResponse,
  verifyKeyProofs,
} from '../issuance/index.js';
import { OpenidError, parseForm, requireThat, wellKnownUrl } from '../messages/index.js';

export const TX_CODE = '493536';

/** An issuer without HTTP: the messages of the library in front of an issuing engine, for one offer. */
export async function makeIssuanceServer() {
  const environment = await makeTestEnvironment();
  const { iss, engine } = environment.issuer;
  const now = () => environment.clock.now() / 1000;
  const preAuthorizedCode = randomBase64url(32);
  const accessToken = randomBase64url(32);
  const nonces = new Set<string>();
  const notifications: unknown[] = [];
  /** Every request, as it arrived. */
  const requests: { readonly url: string; readonly body: string }[] = [];

  const token = (body: string): object => {
    const request = parseTokenRequest(parseForm(body));
    requireThat(request.preAuthorizedCode === preAuthorizedCode, 'invalid_grant', 'The code is unknown.');
    checkTxCodePresence(request, true);
    requireThat(request.txCode === TX_CODE, 'invalid_grant', 'The transaction code is wrong.');
    return tokenResponse({ accessToken, expiresIn: 300 });
  };
  const nonce = (): object => {
    const value = randomBase64url(16);
    nonces.add(value);
    return nonceResponse(value);
  };
  const credential = async (body: string): Promise<object> => {
    const { proofs, wantsOpenings } = parseCredentialRequest(JSON.parse(body));
    const keys = await verifyKeyProofs(proofs, {
      issuer: iss,
      now: now(),
      checkNonce: (value) => nonces.has(value),
    });
    const { id, credentials }: IssuedCredentials = await engine.issueCredential(CLIENT, issueInput(keys));
    return credentialResponse(credentials.map(separateOpenings), {
      notificationId: id,
      withOpenings: wantsOpenings,
    });
  };
  const notification = (body: string): undefined => {
    notifications.push(parseNotification(JSON.parse(body)));
  };
  const routes: Readonly<Record<string, (body: string) => unknown>> = {
    [wellKnownUrl(iss, CREDENTIAL_ISSUER_DOCUMENT)]: () =>
      credentialIssuerMetadata({ issuer: iss, signingAlgorithms: ['ES256'] }),
    [wellKnownUrl(iss, AUTHORIZATION_SERVER_DOCUMENT)]: () => authorizationServerMetadata(iss),
    [`${iss}${ISSUANCE_PATHS.token}`]: token,
    [`${iss}${ISSUANCE_PATHS.nonce}`]: nonce,
    [`${iss}${ISSUANCE_PATHS.credential}`]: credential,
    [`${iss}${ISSUANCE_PATHS.notification}`]: notification,
  };

  /** Answers as the issuer does over HTTP. */
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const body = await request.text();
    requests.push({ url: request.url, body });
    const route = routes[request.url];
    if (!route) return Response.json({}, { status: 404 });
    try {
      const answer = await route(body);
      return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
    } catch (error) {
      if (error instanceof OpenidError) return Response.json(error, { status: error.status });
      throw error;
    }
  };
  const offer = createOffer({ issuer: iss, preAuthorizedCode, txCode: { length: 6, input_mode: 'numeric' } });
  return { environment, iss, now, offer, fetch, requests, notifications };
}
