import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { COUNTRY, MAX_IDENTITY_CHARACTERS, NAME } from '../limits.js';

export interface Identity {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** The kind of id, such as `tax_id`. */
  readonly id_type: string;
  readonly id: string;
}

/**
 * The number that identifies a person across issuers: the first 52 bits, big-endian, of
 * SHA-256("zk-income subject v1" ‖ 00 ‖ country ‖ 00 ‖ id type ‖ 00 ‖ id), where the id is reduced to A–Z and 0–9 in
 * upper case.
 *
 * @throws ProtocolError `invalid_identity`
 */
export function subjectOf({ country, id_type: idType, id }: Identity): bigint {
  if (!COUNTRY.test(country)) {
    throw new ProtocolError(
      'invalid_identity',
      'identity.country: expected two upper-case letters (ISO 3166 alpha-2).',
    );
  }
  if (!NAME.test(idType)) {
    throw new ProtocolError(
      'invalid_identity',
      `identity.id_type: expected a value that matches ${NAME.source}.`,
    );
  }
  if (id.length > MAX_IDENTITY_CHARACTERS) {
    throw new ProtocolError(
      'invalid_identity',
      `identity.id: expected at most ${MAX_IDENTITY_CHARACTERS} characters.`,
    );
  }
  // Non-ASCII letters are removed first: upper-casing could turn them into ASCII letters.
  const normalizedId = id.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (normalizedId === '') {
    throw new ProtocolError('invalid_identity', 'identity.id: expected at least one letter or digit.');
  }
  const digest = sha256(utf8(['zk-income subject v1', country, idType, normalizedId].join('\0')));
  const first64Bits = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  return first64Bits >> 12n;
}
