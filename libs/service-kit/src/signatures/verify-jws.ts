import { createPublicKey, type JsonWebKey, KeyObject, verify, webcrypto } from 'node:crypto';
import { algorithmOf, JwsVerifier, PublicJwk } from '@zk-income/credential';
import { observeSignature } from '../observability/observe.js';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const UNCOMPRESSED = 4;

// A cached issuer key is one object for its lifetime, so its import is reused. Holder keys occur only once.
const keyObjects = new WeakMap<PublicJwk, KeyObject>();

/**
 * Imports P-256 keys as raw points. For a JWK, Node also multiplies the point by the group order. On a curve of prime
 * order this adds nothing to the check that the point is on the curve, and costs a quarter more.
 */
async function importKey(key: PublicJwk): Promise<KeyObject> {
  if (key.kty === 'OKP') return createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
  const point = Buffer.concat([
    Buffer.of(UNCOMPRESSED),
    Buffer.from(key.x, 'base64url'),
    Buffer.from(key.y, 'base64url'),
  ]);
  return KeyObject.from(await webcrypto.subtle.importKey('raw', point, P256, false, ['verify']));
}

async function keyObjectOf(key: PublicJwk): Promise<KeyObject> {
  let object = keyObjects.get(key);
  if (!object) {
    object = await importKey(key);
    keyObjects.set(key, object);
  }
  return object;
}

/** Verifies a compact JWS with node:crypto: twice as fast as WebCrypto, and without a switch to the thread pool. */
export const verifyJwsWithNode: JwsVerifier = async (jws, key) => {
  const end = jws.lastIndexOf('.');
  // Encoded as UTF-8: 'ascii' would keep only the low eight bits, so that other characters would match the signature.
  const signed = Buffer.from(jws.slice(0, end));
  return observeSignature(() => verifySignature(signed, Buffer.from(jws.slice(end + 1), 'base64url'), key));
};

/** Verifies a JOSE signature over bytes; false also for a key that cannot be imported. */
export async function verifySignature(
  signed: Uint8Array,
  signature: Uint8Array,
  key: PublicJwk,
): Promise<boolean> {
  try {
    const digest = algorithmOf(key) === 'ES256' ? 'sha256' : null;
    return verify(digest, signed, { key: await keyObjectOf(key), dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
