import { verifyOpening } from '@zk-income/crypto';
import { decodeBase64url } from '../encoding/base64url.js';
import { parseInteger } from '../encoding/integer.js';
import { isObject, own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP, VCT } from '../format.js';
import { importSigningKey, thumbprint } from '../keys.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { SigningKey } from '../ports/index.js';
import type { Opening } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import type { HeldCredential } from '../types.js';
import { type CredentialPayload, readCredentialPayload } from '../verify/credential-payload.js';
import { collectDigests } from '../verify/disclosures.js';

/** A credential instance that passed the holder's checks, with everything that only the holder knows. */
export interface CheckedHeldCredential {
  readonly text: string;
  readonly payload: CredentialPayload;
  readonly openings: ReadonlyMap<string, Opening>;
  /** Claims at the top level that can be disclosed. */
  readonly claims: ReadonlyMap<string, string>;
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

  const holderKey = await importSigningKey(held.holder_key).catch(() =>
    reject('holder_key: expected a private P-256 or Ed25519 key as a JWK that may sign (use, key_ops, alg).'),
  );
  if (holderKey.kid !== (await thumbprint(payload.holderKey))) {
    return reject('holder_key: the credential is bound to another key.');
  }

  const signed = parts.issuerJwt.payload;
  const signedOpenings = own(signed, 'openings');
  const digests = (level: unknown): unknown[] => {
    const list = isObject(level) ? own(level, '_sd') : undefined;
    return Array.isArray(list) ? list : [];
  };
  const [topLevelDigests, openingDigests] = [digests(signed), digests(signedOpenings)];
  const openings = new Map<string, Opening>();
  const claims = new Map<string, string>();
  for (const text of parts.disclosures) {
    const disclosure = parseDisclosure(text);
    if (!disclosure) return reject('disclosures: expected [salt, name, value].');
    const { digest, name, value } = disclosure;
    if (claims.has(name) || openings.has(name)) return reject('disclosures: expected no duplicates.');
    if (openingDigests.includes(digest))
      openings.set(name, readOpening(name, value, payload.commitments.get(name)));
    else if (topLevelDigests.includes(digest) && typeof value === 'string') claims.set(name, value);
    else return reject('disclosures: a disclosure does not belong to the credential.');
  }
  if (openings.size !== payload.commitments.size)
    return reject('openings: expected one for each commitment.');
  return { text: held.credential, payload, openings, claims, holderKey };
}

function readPayload(payload: Parameters<typeof readCredentialPayload>[0]): CredentialPayload {
  try {
    return readCredentialPayload(payload);
  } catch (error) {
    if (error instanceof ProtocolError) return reject('A required member is missing or malformed.');
    throw error;
  }
}

/**
 * Checks the credential instances of a received batch: each on its own, and that they have no value in common by
 * which verifiers could link them.
 *
 * @throws ProtocolError `credential_invalid`
 */
export async function receiveBatch(batch: readonly HeldCredential[]): Promise<CheckedHeldCredential[]> {
  const checked = await Promise.all(batch.map(checkHeldCredential));
  const uniqueValues = checked.flatMap(({ text, payload, openings }) => {
    const parts = parseSdJwt(text)!;
    return [
      JSON.stringify(payload.holderKey),
      `${payload.status.uri}#${payload.status.idx}`,
      ...[...openings.values()].map(({ blinding }) => blinding.join()),
      ...collectDigests(parts.issuerJwt.payload).map((digest) => `digest ${digest}`),
      ...parts.disclosures.map((disclosure) => {
        const [salt] = JSON.parse(new TextDecoder().decode(decodeBase64url(disclosure))) as [string];
        return `salt ${salt}`;
      }),
    ];
  });
  if (new Set(uniqueValues).size !== uniqueValues.length)
    reject('Two credentials have a key, status index, blinding, salt or digest in common.');
  return checked;
}
