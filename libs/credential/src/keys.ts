import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
import { isObject, own } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import type { SignatureAlgorithm, SigningKey } from './ports/index.js';

/** A public key with exactly the members of its RFC 7638 thumbprint. */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/**
 * The y coordinates, little-endian and without the sign of x, of the points of Ed25519 whose order divides 8. Some
 * appear twice because encodings up to 2^255 are reduced mod p. Anybody can forge signatures for such a key.
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
 * Reduces a JWK to its thumbprint members. Coordinates must be canonical base64url, so that one key has one thumbprint.
 *
 * @returns undefined for anything but a P-256 or Ed25519 key, and for Ed25519 keys of small order. A private part is
 * removed, not rejected.
 */
export function publicJwkOf(value: unknown): PublicJwk | undefined {
  if (!isObject(value)) return undefined;
  const [kty, crv, x, y] = ['kty', 'crv', 'x', 'y'].map((member) => own(value, member));
  if (!isCoordinate(x)) return undefined;
  if (kty === 'EC' && crv === 'P-256' && isCoordinate(y)) return { kty, crv, x, y };
  if (kty === 'OKP' && crv === 'Ed25519' && !isSmallOrder(x)) return { kty, crv, x };
  return undefined;
}

/** The signature algorithm of a key. The key determines it, never a JWT header. */
export const algorithmOf = (key: PublicJwk): SignatureAlgorithm => (key.kty === 'EC' ? 'ES256' : 'EdDSA');

/** Whether the platform accepts the coordinates as a key. */
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
 * Verifies a compact JWS with this key and its algorithm; false for anything that is not a JWS or a usable key. A cached
 * issuer key stays the same object, so implementations may cache by its identity.
 */
export type JwsVerifier = (jws: string, key: PublicJwk) => boolean | Promise<boolean>;

/** Verifies with WebCrypto. A server may supply a faster implementation. */
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
 * Imports a private key for signing. Its `kid` is its RFC 7638 thumbprint.
 *
 * @throws TypeError for anything but a private P-256 or Ed25519 key
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
