import { verifyOpening } from '@zk-income/crypto';
import type { JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import { sha256 } from '../encoding/hash.js';
import { parseInteger } from '../encoding/integer.js';
import { isObject, type JsonObject, own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP, VCT } from '../format.js';
import { importSigningKey, thumbprint } from '../keys.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { SigningKey } from '../ports/index.js';
import type { Opening } from '../proof/proof-runner.js';
import { type ProcessedSdJwt, processSdJwt } from '../sd-jwt-claims.js';
import { parseDisclosure, parseSdJwt, type SdJwtText } from '../sd-jwt-text.js';
import type { HeldCredential } from '../types.js';
import { type CredentialPayload, readCredentialPayload } from '../verify/credential-payload.js';

/** A credential instance that passed the holder's checks, with everything that only the holder knows. */
export interface CheckedHeldCredential {
  readonly text: string;
  readonly payload: CredentialPayload;
  readonly openings: ReadonlyMap<string, Opening>;
  /** Claims at the top level that can be disclosed. */
  readonly claims: ReadonlyMap<string, string>;
  /** All digests of the credential. */
  readonly digests: ReadonlySet<string>;
  readonly holderKey: SigningKey;
}

function reject(detail: string): never {
  throw new ProtocolError('credential_invalid', detail);
}

function readOpening(name: string, value: unknown, commitment: Uint8Array | undefined): Opening {
  const amount = isObject(value) ? parseInteger(own(value, 'value')) : undefined;
  const text = isObject(value) ? own(value, 'blinding') : undefined;
  const blinding = typeof text === 'string' ? decodeBase64url(text) : undefined;
  if (amount === undefined || amount < 0n || amount > ATTRIBUTE_MAXIMUM || blinding?.length !== 32) {
    return reject(`openings.${name}: expected { value, blinding }.`);
  }
  if (!commitment || !verifyOpening(commitment, amount, blinding)) {
    return reject(`openings.${name}: the opening does not match its commitment.`);
  }
  return { value: amount, blinding };
}

/**
 * Checks what a holder can check of a credential instance: every commitment has a matching opening among the
 * disclosures, every disclosure belongs to the credential, and the credential is bound to the holder's key. The
 * verifier, which has the trust list, checks the issuer's signature.
 *
 * @throws ProtocolError `credential_invalid`
 */
export async function checkHeldCredential(held: HeldCredential): Promise<CheckedHeldCredential> {
  const text: unknown = isObject(held) ? held.credential : undefined;
  const parts = typeof text === 'string' ? parseSdJwt(text) : undefined;
  if (!parts || parts.keyBindingJwt) return reject('credential: expected an SD-JWT without key binding.');
  if (own(parts.issuerJwt.header, 'typ') !== CREDENTIAL_TYP)
    return reject(`typ: expected "${CREDENTIAL_TYP}".`);
  const payload = readPayload(parts.issuerJwt.payload);
  if (payload.vct !== VCT) return reject(`vct: expected "${VCT}".`);

  const holderKey = await signingKeyOf(held.holder_key);
  if (holderKey.kid !== (await thumbprint(payload.holderKey))) {
    return reject('holder_key: the credential is bound to another key.');
  }

  const { disclosed, digests } = applyDisclosures(parts);
  const openings = new Map<string, Opening>();
  const claims = new Map<string, string>();
  for (const { path, name, value } of disclosed) {
    const level = path.join('/');
    if (name === undefined) return reject('disclosures: expected no array elements.');
    if (level === 'openings') openings.set(name, readOpening(name, value, payload.commitments.get(name)));
    else if (level === '' && typeof value === 'string') claims.set(name, value);
    else return reject('disclosures: a disclosure does not belong to the credential.');
  }
  if (openings.size !== payload.commitments.size)
    return reject('openings: expected one for each commitment.');
  return { text: held.credential, payload, openings, claims, digests, holderKey };
}

async function signingKeyOf(key: HeldCredential['holder_key']): Promise<SigningKey> {
  if (isObject(key) && 'sign' in key && typeof key.sign === 'function') return key as SigningKey;
  return importSigningKey(key as JWK).catch(() =>
    reject('holder_key: expected a private P-256 or Ed25519 key as a JWK that may sign (use, key_ops, alg).'),
  );
}

/** Turns the verifier's code for a defect into the holder's. */
function rejecting<T>(read: () => T, detail: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return reject(detail);
    throw error;
  }
}

const readPayload = (payload: JsonObject): CredentialPayload =>
  rejecting(() => readCredentialPayload(payload), 'A required member is missing or malformed.');

const applyDisclosures = ({ issuerJwt, disclosures }: SdJwtText): ProcessedSdJwt =>
  rejecting(
    () => processSdJwt(issuerJwt.payload, disclosures),
    'disclosures: expected each to be [salt, name, value] with a digest in the credential, and no duplicates.',
  );

/**
 * Checks the credential instances of a received batch: each on its own, and that they have no value in common by
 * which verifiers could link them.
 *
 * @throws ProtocolError `credential_invalid`
 */
export async function receiveBatch(batch: readonly HeldCredential[]): Promise<CheckedHeldCredential[]> {
  const checked = await Promise.all(batch.map(checkHeldCredential));
  const uniqueValues = checked.flatMap(({ text, payload, openings, digests }) => [
    JSON.stringify(payload.holderKey),
    `${payload.status.uri}#${payload.status.idx}`,
    ...[...openings.values()].map(({ blinding }) => `blinding ${encodeBase64url(sha256(blinding))}`),
    ...[...digests].map((digest) => `digest ${digest}`),
    ...parseSdJwt(text)!.disclosures.map((disclosure) => `salt ${parseDisclosure(disclosure)!.salt}`),
  ]);
  if (new Set(uniqueValues).size !== uniqueValues.length)
    reject('Two credentials have a key, status index, blinding, salt or digest in common.');
  return checked;
}
