import { ed25519 } from '@noble/curves/ed25519.js';
import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
import { isObject, type JsonObject, own } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import { hasPrivatePart, jwkAllows, type KeyOperation } from './jwk-rules.js';
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

const ALGORITHMS: Readonly<Record<PublicJwk['kty'], readonly [SignatureAlgorithm, ...SignatureAlgorithm[]]>> =
  {
    EC: ['ES256'],
    // One algorithm with two names: RFC 8037 named it by family, RFC 9864 by curve.
    OKP: ['EdDSA', 'Ed25519'],
  };

/** The signature algorithm of a key. The key determines it, never a JWT header. */
export const algorithmOf = (key: PublicJwk): SignatureAlgorithm => ALGORITHMS[key.kty][0];

/** Whether `alg` is a name of the signature algorithm of the key. */
export const isAlgorithmOf = (key: PublicJwk, alg: unknown): alg is SignatureAlgorithm =>
  (ALGORITHMS[key.kty] as readonly unknown[]).includes(alg);

const hexBytes = (hex: string): number[] => hex.match(/../g)!.map((byte) => Number.parseInt(byte, 16));

/** What stands before the coordinates in the DER of a SubjectPublicKeyInfo (RFC 5480, RFC 8410). */
const PUBLIC_KEY_INFO_PREFIX: Readonly<Record<PublicJwk['kty'], readonly number[]>> = {
  EC: hexBytes('3059301306072a8648ce3d020106082a8648ce3d03010703420004'),
  OKP: hexBytes('302a300506032b6570032100'),
};

function publicKeyInfoOf(key: PublicJwk): Uint8Array {
  const coordinates = key.kty === 'EC' ? [key.x, key.y] : [key.x];
  return Uint8Array.from([
    ...PUBLIC_KEY_INFO_PREFIX[key.kty],
    ...coordinates.flatMap((text) => [...decodeBase64url(text)!]),
  ]);
}

function publicKeyFor(operation: KeyOperation, jwk: unknown): PublicJwk | undefined {
  const key = publicJwkOf(jwk);
  return key && jwkAllows(jwk as JsonObject, operation, ALGORITHMS[key.kty], publicKeyInfoOf(key))
    ? key
    : undefined;
}

/**
 * The key of a JWK that somebody else publishes or sends, to verify signatures with it.
 *
 * @returns undefined for anything but a public P-256 or Ed25519 key that may verify signatures (RFC 7517, section 4).
 * A key with a private part has been exposed: everybody who saw it can sign.
 */
export const verificationKeyOf = (jwk: unknown): PublicJwk | undefined =>
  isObject(jwk) && !hasPrivatePart(jwk) ? publicKeyFor('verify', jwk) : undefined;

/** Whether the coordinates are a point of the curve, in the group that signatures use. */
export async function isUsableKey(key: PublicJwk): Promise<boolean> {
  try {
    // For Ed25519, the platform imports any 32 bytes.
    if (key.kty === 'OKP') return ed25519.Point.fromBytes(decodeBase64url(key.x)!).isTorsionFree();
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
      algorithms: [...ALGORITHMS[key.kty]],
    });
    return true;
  } catch {
    return false;
  }
}) satisfies JwsVerifier;

/**
 * Imports a private key for signing. Its `kid` is its RFC 7638 thumbprint. A JWK with `alg` signs under that name.
 *
 * @throws TypeError for anything but a private P-256 or Ed25519 key that may sign (RFC 7517, section 4)
 */
export async function importSigningKey(privateJwk: JWK): Promise<SigningKey> {
  const publicKey = publicKeyFor('sign', privateJwk);
  if (!publicKey || !isCoordinate(privateJwk.d))
    throw new TypeError('not a private P-256 or Ed25519 key that may sign');
  const alg = isAlgorithmOf(publicKey, privateJwk.alg) ? privateJwk.alg : algorithmOf(publicKey);
  const key = await importPrivateKey({ ...publicKey, d: privateJwk.d }, alg);
  const parameters = publicKey.kty === 'EC' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' };
  return {
    kid: await thumbprint(publicKey),
    alg,
    sign: async (data) =>
      encodeBase64url(new Uint8Array(await crypto.subtle.sign(parameters, key, utf8(data) as BufferSource))),
  };
}

async function importPrivateKey(jwk: JWK, alg: SignatureAlgorithm): Promise<CryptoKey> {
  try {
    return (await importJWK(jwk, alg)) as CryptoKey;
  } catch {
    throw new TypeError('the private and the public part of the key do not match');
  }
}
