import {
  isAlgorithmOf,
  isUsableKey,
  type JwsVerifier,
  own,
  type ParsedJwt,
  type PublicJwk,
  parseJwt,
  thumbprint,
  verificationKeyOf,
  verifyJws,
} from '@zk-income/credential';
import { OpenidError } from '../messages/index.js';
import { KEY_PROOF_TYP } from './names.js';

/** How far the clock of a wallet may be wrong, in seconds. The nonce limits the age of a proof more closely. */
export const KEY_PROOF_TIME_MARGIN_SECONDS = 600;

/** Much more than a proof with one key and a nonce has. */
const MAX_KEY_PROOF_CHARACTERS = 8_192;

export interface KeyProofChecks {
  /** The issuer identifier. */
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Whether this issuer made the nonce, not long ago. Called once for each different nonce. */
  readonly checkNonce: (nonce: string) => boolean | Promise<boolean>;
  /** The `client_id` of the token request; absent where the wallet had anonymous access. */
  readonly clientId?: string;
  readonly verifyJws?: JwsVerifier;
}

function reject(detail: string): never {
  throw new OpenidError('invalid_proof', detail);
}

/**
 * Verifies key proofs of the type `jwt` (appendices F.1 and F.4): explicit type, an advertised algorithm, exactly one
 * key in `jwk` without private part, the signature, audience, time and nonce, and that no key occurs twice.
 *
 * @returns the public keys, in the order of the proofs
 * @throws OpenidError `invalid_proof`; `invalid_nonce` where only the nonce of a proof is wrong (section 8.3.1.2)
 */
export async function verifyKeyProofs(
  proofs: readonly string[],
  checks: KeyProofChecks,
): Promise<readonly PublicJwk[]> {
  if (proofs.length === 0) reject('The request has no key proof.');
  const verified = await Promise.all(proofs.map((proof) => verifyKeyProof(proof, checks)));
  const keys = verified.map(({ key }) => key);
  const thumbprints = await Promise.all(keys.map(thumbprint));
  if (new Set(thumbprints).size !== keys.length) reject('Two key proofs have the same key.');
  const nonces = [...new Set(verified.map(({ nonce }) => nonce))];
  const isFresh = await Promise.all(nonces.map((nonce) => checks.checkNonce(nonce)));
  if (isFresh.includes(false))
    throw new OpenidError('invalid_nonce', 'The nonce is unknown or has expired. Request a new one.');
  return keys;
}

async function verifyKeyProof(
  proof: string,
  checks: KeyProofChecks,
): Promise<{ readonly key: PublicJwk; readonly nonce: string }> {
  const jwt = proof.length <= MAX_KEY_PROOF_CHARACTERS ? parseJwt(proof) : undefined;
  if (!jwt) return reject('A key proof is not a JWT.');
  const key = readKey(jwt.header);
  const nonce = checkClaims(jwt.payload, checks);
  const verify = checks.verifyJws ?? verifyJws;
  // Platforms verify signatures of Ed25519 keys outside the group that they should be in.
  if (!(await isUsableKey(key)) || !(await verify(proof, key)))
    reject('The signature of a key proof is invalid.');
  return { key, nonce };
}

function readKey(header: ParsedJwt['header']): PublicJwk {
  const { typ, alg } = header;
  if (typ !== KEY_PROOF_TYP) reject(`The typ of a key proof is not ${KEY_PROOF_TYP}.`);
  if (Object.hasOwn(header, 'crit')) reject('A key proof requires extensions (crit).');
  if (Object.hasOwn(header, 'key_attestation')) reject('Key attestations are not supported.');
  const names = ['jwk', 'kid', 'x5c'].filter((name) => Object.hasOwn(header, name));
  if (names.length !== 1 || names[0] !== 'jwk')
    reject('A key proof names its key by jwk, and by nothing else.');
  const key = verificationKeyOf(own(header, 'jwk'));
  if (!key) return reject('The jwk of a key proof is not a public P-256 or Ed25519 key that may verify.');
  // The metadata advertise all algorithms of such keys.
  return isAlgorithmOf(key, alg) ? key : reject('The alg of a key proof is not that of its key.');
}

/** Returns the nonce. */
function checkClaims(payload: ParsedJwt['payload'], { issuer, now, clientId }: KeyProofChecks): string {
  const { aud, iat, exp, nbf, nonce } = payload;
  if (aud !== issuer) reject('The aud of a key proof is not the issuer identifier.');
  const isNear = (time: unknown) =>
    typeof time === 'number' && Math.abs(time - now) <= KEY_PROOF_TIME_MARGIN_SECONDS;
  if (!isNear(iat)) reject('The iat of a key proof is not the present time.');
  if (exp !== undefined && !(typeof exp === 'number' && exp > now)) reject('A key proof has expired.');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now + KEY_PROOF_TIME_MARGIN_SECONDS))
    reject('A key proof is not valid yet.');
  if (Object.hasOwn(payload, 'iss') && (clientId === undefined || own(payload, 'iss') !== clientId))
    reject('The iss of a key proof is not the client_id, or there is no client_id.');
  return typeof nonce === 'string' && nonce !== '' ? nonce : reject('A key proof has no nonce.');
}
