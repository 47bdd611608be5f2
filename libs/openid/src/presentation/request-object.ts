import type { SigningKey } from '@zk-income/credential';
import { isSecureUrl, signJwt, withoutUndefined } from '../messages/index.js';
import { parseClientId } from './client-id.js';
import { clientMetadata } from './client-metadata.js';
import { ANY_WALLET, REQUEST_OBJECT_TYP, type ResponseMode, URL_SAFE } from './names.js';
import type { EncryptionJwk } from './response-encryption.js';

export interface RequestObjectInput {
  /** With its prefix `x509_san_dns:` or `x509_hash:`. */
  readonly clientId: string;
  /** An https URL on the host of the certificate. */
  readonly responseUri: string;
  readonly responseMode: ResponseMode;
  /** At least 128 random bits, fresh for each request. */
  readonly nonce: string;
  readonly state?: string;
  readonly dcqlQuery: object;
  /** Of a request for a proof; empty or absent in disclosure mode. */
  readonly transactionData?: readonly string[];
  /** What the wallet sent with POST, unchanged (section 5.10). */
  readonly walletNonce?: string;
  /** The key of this request for `direct_post.jwt`. */
  readonly encryptionKey?: EncryptionJwk;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** See `ClientMetadataInput`. */
  readonly legacyFormats?: boolean;
}

/** The payload of a request object. */
export interface RequestObject extends Readonly<Record<string, unknown>> {
  readonly client_id: string;
}

function assertSendable({
  clientId,
  responseUri,
  responseMode,
  nonce,
  state,
  encryptionKey,
}: RequestObjectInput) {
  if (parseClientId(clientId).prefix === 'redirect_uri')
    throw new TypeError('clientId: a request of the prefix redirect_uri cannot be signed (section 5.9.3)');
  if (!isSecureUrl(responseUri)) throw new TypeError('responseUri: expected an https URL');
  for (const [name, text] of Object.entries({ nonce, state: state ?? nonce }))
    if (!URL_SAFE.test(text)) throw new TypeError(`${name}: expected URL-safe characters`);
  if ((responseMode === 'direct_post.jwt') !== (encryptionKey !== undefined))
    throw new TypeError('encryptionKey: expected exactly with direct_post.jwt');
}

/**
 * The payload of a request object (sections 5.1, 5.2 and 8.2).
 *
 * @throws TypeError for input that no wallet may accept
 */
export function requestObjectPayload(input: RequestObjectInput): RequestObject {
  assertSendable(input);
  const { transactionData = [] } = input;
  return withoutUndefined({
    client_id: input.clientId,
    aud: ANY_WALLET,
    iat: input.issuedAt,
    exp: input.expiresAt,
    response_type: 'vp_token',
    response_mode: input.responseMode,
    response_uri: input.responseUri,
    nonce: input.nonce,
    state: input.state,
    wallet_nonce: input.walletNonce,
    dcql_query: input.dcqlQuery,
    transaction_data: transactionData.length > 0 ? transactionData : undefined,
    client_metadata: clientMetadata(input),
  });
}

export interface RequestObjectSigner {
  /** The ES256 key of the leaf certificate. */
  readonly key: SigningKey;
  /** DER in base64, the leaf first, without the trust anchor. */
  readonly x5c: readonly string[];
}

/** Signs a request object. The certificate chain is in its header (section 5.9.3). */
export function signRequestObject(
  payload: RequestObject,
  { key, x5c }: RequestObjectSigner,
): Promise<string> {
  if (key.alg !== 'ES256') throw new TypeError('key: expected an ES256 key');
  return signJwt(key, { typ: REQUEST_OBJECT_TYP, x5c }, payload);
}
