import { createPublicKey, type JsonWebKey, KeyObject, verify, webcrypto } from 'node:crypto';
import { algorithmOf, JwsVerifier, PublicJwk } from '@zk-income/credential';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const UNCOMPRESSED = 4;

// Keys of issuers stay one object while they are cached; those of holders are met once and forgotten.
const keyObjects = new WeakMap<PublicJwk, KeyObject>();

/**
 * A point of P-256 is imported as bytes: of a JWK Node also multiplies the point by the order of the group, which
 * says nothing about a curve of prime order that finding the point on it did not say, and costs a quarter more.
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

/** Checks a compact JWS with Node's own crypto: half the time of WebCrypto, and no trip through the thread pool. */
export const verifyJwsWithNode: JwsVerifier = async (jws, key) => {
  const end = jws.lastIndexOf('.');
  // Not as ASCII: that would take a letter for another one whose code ends in the same eight bits.
  const signed = Buffer.from(jws.slice(0, end));
  const signature = Buffer.from(jws.slice(end + 1), 'base64url');
  try {
    const digest = algorithmOf(key) === 'ES256' ? 'sha256' : null;
    return verify(digest, signed, { key: await keyObjectOf(key), dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
};
