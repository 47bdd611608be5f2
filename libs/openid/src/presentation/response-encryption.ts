import { isObject, type JsonObject, own, parseJsonBytes } from '@zk-income/credential';
import {
  CompactEncrypt,
  calculateJwkThumbprint,
  compactDecrypt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { OpenidError, requireThat, withoutUndefined } from '../messages/index.js';
import {
  CONTENT_ENCRYPTIONS,
  type ContentEncryption,
  ENCRYPTION_ALGORITHM,
  MAX_MESSAGE_CHARACTERS,
} from './names.js';
import { type PlainResponse, type WalletError, walletError } from './response-form.js';

/** A public key to which a wallet encrypts its response (section 8.3). */
export interface EncryptionJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly use: 'enc';
  readonly alg: typeof ENCRYPTION_ALGORITHM;
}

export interface EncryptionKeyPair {
  readonly publicJwk: EncryptionJwk;
  /** With the same `kid`. It decrypts the response of one request: store it encrypted, and only as long as the request. */
  readonly privateJwk: JWK;
}

/** Generates the key of one request for `direct_post.jwt`. */
export async function generateEncryptionKey(): Promise<EncryptionKeyPair> {
  const { privateKey } = await generateKeyPair(ENCRYPTION_ALGORITHM, { crv: 'P-256', extractable: true });
  const { kty, crv, x, y, d } = await exportJWK(privateKey);
  const key = { kty, crv, x, y } as Pick<EncryptionJwk, 'kty' | 'crv' | 'x' | 'y'>;
  const publicJwk = {
    ...key,
    kid: await calculateJwkThumbprint(key),
    use: 'enc',
    alg: ENCRYPTION_ALGORITHM,
  } as const;
  return { publicJwk, privateJwk: { ...publicJwk, d: d! } };
}

function reject(detail: string): never {
  throw new OpenidError('invalid_request', `response: ${detail}`);
}

/** Checks the header before any cryptography, so that no response chooses key, algorithm or the size of its content. */
function checkHeader(jwe: string, kid: string | undefined): void {
  let header: JsonObject;
  try {
    header = decodeProtectedHeader(jwe) as JsonObject;
  } catch {
    reject('expected a JWE in compact serialization.');
  }
  if (header.alg !== ENCRYPTION_ALGORITHM) reject(`expected alg ${ENCRYPTION_ALGORITHM}.`);
  if (!(CONTENT_ENCRYPTIONS as readonly unknown[]).includes(header.enc))
    reject(`expected enc ${CONTENT_ENCRYPTIONS.join(' or ')}.`);
  if (own(header, 'kid') !== kid) reject('expected the kid of the key of the request.');
  for (const member of ['zip', 'crit']) if (Object.hasOwn(header, member)) reject(`expected no ${member}.`);
}

/**
 * Decrypts a response of `direct_post.jwt` (section 8.3.1).
 *
 * @param privateJwk the key of the request
 * @throws OpenidError `invalid_request`, with the same description for every response that does not decrypt
 */
export async function decryptAuthorizationResponse(
  jwe: string,
  privateJwk: JWK,
): Promise<WalletError | PlainResponse> {
  if (jwe.length > MAX_MESSAGE_CHARACTERS) reject('too large.');
  checkHeader(jwe, privateJwk.kid);
  const payload = parseJsonBytes(await decrypt(jwe, privateJwk));
  requireThat(isObject(payload), 'invalid_request', 'response: expected a JSON object in the JWE.');
  const [vpToken, error, state] = ['vp_token', 'error', 'state'].map((member) => own(payload, member));
  if (error !== undefined) return walletError(error, own(payload, 'error_description'), state);
  return withoutUndefined({ kind: 'plain', vpToken, state }) as PlainResponse;
}

async function decrypt(jwe: string, privateJwk: JWK): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(jwe, await importJWK(privateJwk, ENCRYPTION_ALGORITHM), {
      keyManagementAlgorithms: [ENCRYPTION_ALGORITHM],
      contentEncryptionAlgorithms: [...CONTENT_ENCRYPTIONS],
    });
    return plaintext;
  } catch {
    return reject('expected a JWE for the key of the request.');
  }
}

/** Where a wallet encrypts its response to. */
export interface ResponseEncryption {
  readonly key: EncryptionJwk;
  readonly enc: ContentEncryption;
}

/** Encrypts the parameters of a response as an unsigned JWT (section 8.3). */
export async function encryptAuthorizationResponse(
  parameters: object,
  { key, enc }: ResponseEncryption,
): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(parameters)))
    .setProtectedHeader({ alg: ENCRYPTION_ALGORITHM, enc, kid: key.kid })
    .encrypt(await importJWK(key as JWK, ENCRYPTION_ALGORITHM));
}
