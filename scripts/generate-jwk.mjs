// Keys for tests, scripts and benchmarks.
import { generateKeyPairSync } from 'node:crypto';

const AS_JWK = { publicKeyEncoding: { format: 'jwk' }, privateKeyEncoding: { format: 'jwk' } };

/**
 * A new private key as a JWK.
 *
 * Not by `KeyObject.export` of a key that was just generated: if the garbage collector runs within it, it waits for a lock
 * of its own thread and never returns (Node 20.20: the destructor of the job that made the key takes the lock of the key).
 *
 * @param {'P-256' | 'Ed25519'} crv
 */
export const generateJwk = (crv = 'P-256') =>
  (crv === 'Ed25519'
    ? generateKeyPairSync('ed25519', AS_JWK)
    : generateKeyPairSync('ec', { namedCurve: crv, ...AS_JWK })
  ).privateKey;

/** The key pair of a holder. */
export function generateHolderKey() {
  const privateJwk = generateJwk();
  const { d: _, ...publicJwk } = privateJwk;
  return { privateJwk, publicJwk };
}
