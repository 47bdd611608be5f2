import { sha256 } from '@noble/hashes/sha2.js';
import { expectedCountry, isCountry } from '../countries.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { MAX_IDENTITY_CHARACTERS } from '../limits.js';
import { ID_TYPES, isIdType } from './id-types.js';
import { IDENTIFIER_EXPECTED, normalizeIdentifier } from './normalize-identifier.js';

export interface Identity {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** The kind of id, one of {@link ID_TYPES}. */
  readonly id_type: string;
  readonly id: string;
}

function reject(member: keyof Identity, expected: string): never {
  throw new ProtocolError('invalid_identity', `identity.${member}: expected ${expected}.`);
}

/**
 * The text that identifies a person, the same for every spelling of an id: country, id type and canonical id, separated
 * by NUL.
 *
 * @throws ProtocolError `invalid_identity`
 */
export function canonicalIdentity({ country, id_type: idType, id }: Identity): string {
  if (!isCountry(country)) reject('country', expectedCountry(country));
  if (!isIdType(idType)) reject('id_type', `one of ${ID_TYPES.join(', ')}`);
  if ([...id].length > MAX_IDENTITY_CHARACTERS) {
    reject('id', `at most ${MAX_IDENTITY_CHARACTERS} characters`);
  }
  const normalized = normalizeIdentifier(id);
  if (normalized.fault) reject('id', IDENTIFIER_EXPECTED[normalized.fault]);
  return [country, idType, normalized.text].join('\0');
}

/**
 * The number that identifies a person across issuers: the first 52 bits, big-endian, of
 * SHA-256("zk-income subject v2" ‖ 00 ‖ {@link canonicalIdentity}).
 *
 * @throws ProtocolError `invalid_identity`
 */
export function subjectOf(identity: Identity): bigint {
  const digest = sha256(utf8(`zk-income subject v2\0${canonicalIdentity(identity)}`));
  const first64Bits = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  return first64Bits >> 12n;
}
