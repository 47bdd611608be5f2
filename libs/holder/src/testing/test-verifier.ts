import { X509Certificate } from 'node:crypto';
import { dcqlQueryOf, importSigningKey, type Policy, randomBase64url } from '@zk-income/credential';
import { makeKey, NOW, OWNER, type TestEnvironment } from '@zk-income/credential/testing';
import {
  type CertificateValidator,
  generateEncryptionKey,
  parseForm,
  parseRequestUriForm,
  type RequestObject,
  readAuthorizationResponse,
  requestObjectPayload,
  sanDnsClientId,
  signRequestObject,
  walletLink,
} from '@zk-income/openid';
import { createAuthority } from '../../../../scripts/certificates.mjs';

export interface AskOptions {
  readonly mode?: 'proof' | 'disclosure';
  readonly method?: 'get' | 'post';
  readonly isEncrypted?: boolean;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly redirectUri?: string;
  /** Changes the payload before it is signed. */
  readonly change?: (payload: RequestObject) => RequestObject;
}

const derOf = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');

/** A validator that trusts exactly these certificates. */
export const trustingCertificates = (...trusted: readonly string[]): CertificateValidator => ({
  async validate([leaf]) {
    if (!trusted.includes(leaf!)) return undefined;
    const names = new X509Certificate(Buffer.from(leaf!, 'base64')).subjectAltName ?? '';
    return { dnsNames: names.split(', ').map((name) => name.replace('DNS:', '')) };
  },
});

/** A verifier for OpenID wallets, without a network: the messages of the library in front of a verifying engine. */
export async function makeTestVerifier(
  { verifier: engine, clock }: TestEnvironment,
  host = 'verifier.example',
) {
  const { privateJwk, publicJwk } = await makeKey();
  const authority = await createAuthority([host], { now: NOW });
  const leaf = derOf(await authority.signingCertificate(publicJwk, [host]));
  const signer = { key: await importSigningKey(privateJwk), x5c: [leaf] };
  const routes = new Map<string, (body: string) => Promise<Response>>();
  /** The bodies of all responses of wallets. */
  const received: string[] = [];
  const verdicts: unknown[] = [];

  async function ask(policy: unknown, options: AskOptions = {}): Promise<string> {
    const { mode = 'proof', method = 'post', isEncrypted = false, change = (same) => same } = options;
    const clientId = sanDnsClientId(host);
    const { expiresIn = 600, redirectUri } = options;
    const request = await engine.createRequest(OWNER, { policy, expires_in: expiresIn }, undefined, {
      audience: clientId,
      mode,
    });
    const encryption = isEncrypted ? await generateEncryptionKey() : undefined;
    const [requestUri, responseUri] = ['requests', 'responses'].map(
      (kind) => `https://${host}/openid/${kind}/${request.id}`,
    ) as [string, string];
    const state = randomBase64url(16);
    const responseMode = encryption ? 'direct_post.jwt' : 'direct_post';
    routes.set(requestUri, async (body) => {
      const { walletNonce } = parseRequestUriForm(parseForm(body));
      const payload = requestObjectPayload({
        clientId,
        responseUri,
        responseMode,
        nonce: request.nonce,
        state,
        dcqlQuery: dcqlQueryOf(request.policy as Policy),
        transactionData: mode === 'proof' ? request.transaction_data : [],
        issuedAt: Math.floor(clock.now() / 1000),
        expiresAt: Math.floor(clock.now() / 1000) + expiresIn,
        ...(walletNonce !== undefined && { walletNonce }),
        ...(encryption && { encryptionKey: encryption.publicJwk }),
      });
      return new Response(await signRequestObject(change(payload), signer));
    });
    routes.set(responseUri, async (body) => {
      received.push(body);
      const answer = await readAuthorizationResponse(parseForm(body), {
        responseMode,
        ids: ['salary'],
        state,
        ...(encryption && { privateJwk: encryption.privateJwk }),
      });
      const reply = redirectUri === undefined ? {} : { redirect_uri: redirectUri };
      if (answer.kind === 'error') {
        verdicts.push(answer.error);
        return Response.json(reply);
      }
      const input = { request_id: request.id, presentations: answer.presentations };
      const verdict = await (mode === 'proof'
        ? engine.verifyProof(input, { channel: 'wallet' })
        : engine.verifyDisclosure(input));
      verdicts.push(verdict);
      return 'detail' in verdict
        ? Response.json({ error: verdict.code, ...reply }, { status: 400 })
        : Response.json(reply);
    });
    return walletLink({ clientId, requestUri, requestUriMethod: method });
  }

  const fetch = async (request: Request): Promise<Response | undefined> =>
    routes.get(request.url)?.(await request.text());

  return { host, leaf, ask, fetch, routes, received, verdicts };
}

export type TestVerifier = Awaited<ReturnType<typeof makeTestVerifier>>;
