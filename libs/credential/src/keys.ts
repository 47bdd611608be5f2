import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { encodeBase64url } from './encoding/base64url.js';
import { isObject, own } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import type { SignatureAlgorithm, SigningKey } from './ports/index.js';

/** The members of a public key that count (RFC 7638), and none else. */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/** @returns undefined for what is not a P-256 or Ed25519 key. A private part is left out, not refused. */
export function publicJwkOf(value: unknown): PublicJwk | undefined {
  if (!isObject(value)) return undefined;
  const [kty, crv, x, y] = ['kty', 'crv', 'x', 'y'].map((member) => own(value, member));
  if (typeof x !== 'string') return undefined;
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string') return { kty, crv, x, y };
  if (kty === 'OKP' && crv === 'Ed25519') return { kty, crv, x };
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

/** Whether a compact JWS is signed by this key with this key's algorithm. */
export async function isSignedBy(jwt: string, key: PublicJwk): Promise<boolean> {
  try {
    await compactVerify(jwt, await importJWK(key as JWK, algorithmOf(key)), {
      algorithms: [algorithmOf(key)],
    });
    return true;
  } catch {
    return false;
  }
}

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
