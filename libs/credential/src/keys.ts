import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
import { isObject, own } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import type { SignatureAlgorithm, SigningKey } from './ports/index.js';

/** The members of a public key that count (RFC 7638), and none else. */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/**
 * The y coordinates, little-endian and without the sign of x, of the points of Ed25519 whose order divides 8,
 * some of them twice because encodings up to 2^255 are read mod p. With such a key anybody can sign.
 */
const SMALL_ORDER = new Set([
  `00${'00'.repeat(30)}00`,
  `01${'00'.repeat(30)}00`,
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

const isCoordinate = (text: unknown): text is string =>
  typeof text === 'string' && decodeBase64url(text)?.length === 32;

function isSmallOrder(x: string): boolean {
  const bytes = decodeBase64url(x)!;
  bytes[31]! &= 0x7f;
  return SMALL_ORDER.has(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/**
 * Cuts a JWK to the members that count. Coordinates have their one canonical text, so that one key has one
 * thumbprint; Ed25519 keys of small order are none.
 *
 * @returns undefined for what is not a P-256 or Ed25519 key. A private part is left out, not refused.
 */
export function publicJwkOf(value: unknown): PublicJwk | undefined {
  if (!isObject(value)) return undefined;
  const [kty, crv, x, y] = ['kty', 'crv', 'x', 'y'].map((member) => own(value, member));
  if (!isCoordinate(x)) return undefined;
  if (kty === 'EC' && crv === 'P-256' && isCoordinate(y)) return { kty, crv, x, y };
  if (kty === 'OKP' && crv === 'Ed25519' && !isSmallOrder(x)) return { kty, crv, x };
  return undefined;
}

/** The one algorithm of a key: it is the key that decides, never a header. */
export const algorithmOf = (key: PublicJwk): SignatureAlgorithm => (key.kty === 'EC' ? 'ES256' : 'EdDSA');

/** Whether the coordinates are a point that the platform accepts as a key. */
export async function isUsableKey(key: PublicJwk): Promise<boolean> {
  try {
    await importJWK(key as JWK, algorithmOf(key));
    return true;
  } catch {
    return false;
  }
}

export const thumbprint = (key: PublicJwk): Promise<string> => calculateJwkThumbprint(key as JWK);

/**
 * Whether a compact JWS is signed by this key with this key's algorithm; false for whatever is not a JWS or a
 * usable key. A key of an issuer is one object for as long as it is cached, by which a check may remember it.
 */
export type JwsVerifier = (jws: string, key: PublicJwk) => boolean | Promise<boolean>;

/** The check by WebCrypto. Servers may bring a faster one. */
export const verifyJws = (async (jws, key) => {
  try {
    await compactVerify(jws, await importJWK(key as JWK, algorithmOf(key)), {
      algorithms: [algorithmOf(key)],
    });
    return true;
  } catch {
    return false;
  }
}) satisfies JwsVerifier;

/**
 * A private key, ready to sign; its `kid` is its RFC 7638 thumbprint.
 *
 * @throws TypeError for what is not a private P-256 or Ed25519 key
 */
export async function importSigningKey(privateJwk: JWK): Promise<SigningKey> {
  const publicKey = publicJwkOf(privateJwk);
  if (!publicKey || typeof privateJwk.d !== 'string')
    throw new TypeError('not a private P-256 or Ed25519 key');
  const alg = algorithmOf(publicKey);
  const key = (await importJWK({ ...publicKey, d: privateJwk.d }, alg)) as CryptoKey;
  const parameters = alg === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' };
  return {
    kid: await thumbprint(publicKey),
    alg,
    sign: async (data) =>
      encodeBase64url(new Uint8Array(await crypto.subtle.sign(parameters, key, utf8(data) as BufferSource))),
  };
}
