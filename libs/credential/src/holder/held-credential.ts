import { opensCommitment } from '@zk-income/crypto';
import type { JWK } from 'jose';
import { decodeBase64url } from '../encoding/base64url.js';
import { parseInteger } from '../encoding/integer.js';
import { isObject, own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP, VCT } from '../format.js';
import { publicJwkOf, thumbprint } from '../keys.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { Opening } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import type { HeldCredential } from '../types.js';
import { type CredentialPayload, readCredentialPayload } from '../verify/credential-payload.js';
import { collectDigests } from '../verify/disclosures.js';

/** A copy in its holder's hand: what it says, and what only the holder knows. */
export interface CheckedHeldCredential {
  readonly text: string;
  readonly payload: CredentialPayload;
  readonly openings: ReadonlyMap<string, Opening>;
  /** Claims at the top level that can be disclosed. */
  readonly claims: ReadonlyMap<string, string>;
  readonly holderKey: JWK;
}

function refuse(expected: string): never {
  throw new ProtocolError('credential_invalid', expected);
}

function readOpening(name: string, value: unknown, commitment: Uint8Array | undefined): Opening {
  const amount = isObject(value) ? parseInteger(own(value, 'value')) : undefined;
  const text = isObject(value) ? own(value, 'blinding') : undefined;
  const blinding = typeof text === 'string' ? decodeBase64url(text) : undefined;
  if (amount === undefined || amount < 0n || amount > ATTRIBUTE_MAXIMUM || blinding?.length !== 32) {
    return refuse(`openings.${name}: { value, blinding }.`);
  }
  if (!commitment || !opensCommitment(commitment, amount, blinding)) {
    return refuse(`openings.${name}: does not open its commitment.`);
  }
  return { value: amount, blinding };
}

/**
 * Reads a copy and checks what its holder can check: that every commitment has its opening in the disclosures
 * and is opened by it, that every disclosure belongs to the credential, and that it is bound to the holder's key.
 * The issuer's signature is the verifier's concern, who has the trust list.
 *
 * @throws ProtocolError `credential_invalid`
 */
export async function checkHeldCredential(held: HeldCredential): Promise<CheckedHeldCredential> {
  const text: unknown = isObject(held) ? held.credential : undefined;
  const parts = typeof text === 'string' ? parseSdJwt(text) : undefined;
  if (!parts || parts.keyBindingJwt) return refuse('credential: an SD-JWT without key binding.');
  if (own(parts.issuerJwt.header, 'typ') !== CREDENTIAL_TYP) return refuse(`typ: "${CREDENTIAL_TYP}".`);
  const payload = readPayload(parts.issuerJwt.payload);
  if (payload.vct !== VCT) return refuse(`vct: "${VCT}".`);

  const ownKey = publicJwkOf(held.holder_key);
  if (!ownKey || typeof own(held.holder_key as Record<string, unknown>, 'd') !== 'string') {
    return refuse('holder_key: a private P-256 or Ed25519 key as a JWK.');
  }
  if ((await thumbprint(ownKey)) !== (await thumbprint(payload.holderKey))) {
    return refuse('holder_key: not the key that the credential is bound to.');
  }

  const signed = parts.issuerJwt.payload;
  const hidden = own(signed, 'openings');
  const digests = (level: unknown): unknown[] => {
    const list = isObject(level) ? own(level, '_sd') : undefined;
    return Array.isArray(list) ? list : [];
  };
  const [atTop, inOpenings] = [digests(signed), digests(hidden)];
  const openings = new Map<string, Opening>();
  const claims = new Map<string, string>();
  for (const text of parts.disclosures) {
    const disclosure = parseDisclosure(text);
    if (!disclosure) return refuse('disclosures: [salt, name, value] each.');
    const { digest, name, value } = disclosure;
    if (claims.has(name) || openings.has(name)) return refuse('disclosures: each once.');
    if (inOpenings.includes(digest))
      openings.set(name, readOpening(name, value, payload.commitments.get(name)));
    else if (atTop.includes(digest) && typeof value === 'string') claims.set(name, value);
    else return refuse('disclosures: each belongs to the credential.');
  }
  if (openings.size !== payload.commitments.size) return refuse('openings: one for each commitment.');
  return { text: held.credential, payload, openings, claims, holderKey: held.holder_key };
}

function readPayload(payload: Parameters<typeof readCredentialPayload>[0]): CredentialPayload {
  try {
    return readCredentialPayload(payload);
  } catch (error) {
    if (error instanceof ProtocolError) return refuse('a required member is missing or malformed.');
    throw error;
  }
}

/**
 * Checks the copies of one batch as they arrive: each on its own, and that nothing repeats across them by which
 * verifiers could link them.
 *
 * @throws ProtocolError `credential_invalid`
 */
export async function receiveBatch(copies: readonly HeldCredential[]): Promise<CheckedHeldCredential[]> {
  const opened = await Promise.all(copies.map(checkHeldCredential));
  const marks = opened.flatMap(({ text, payload, openings }) => {
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
  if (new Set(marks).size !== marks.length)
    refuse('copies: no key, status index, blinding, salt or digest twice.');
  return opened;
}
