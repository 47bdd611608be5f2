import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from './encoding/text.js';
import { ProtocolError } from './errors.js';

export interface Identity {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** What kind of number it is, such as `tax_id`. */
  readonly id_type: string;
  readonly id: string;
}

/**
 * The number that stands for a person across issuers: the first 52 bits, big-endian, of
 * SHA-256("zk-income subject v1" ‖ 00 ‖ country ‖ 00 ‖ id type ‖ 00 ‖ id), the id cut to A–Z and 0–9 in upper case.
 *
 * @throws ProtocolError `invalid_identity`
 */
export function subjectOf(identity: Identity): bigint {
  const { country, id_type: idType } = identity;
  if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country)) {
    throw new ProtocolError(
      'invalid_identity',
      'identity.country: two upper-case letters (ISO 3166 alpha-2).',
    );
  }
  if (typeof idType !== 'string' || !/^[a-z][a-z0-9_]{0,31}$/.test(idType)) {
    throw new ProtocolError(
      'invalid_identity',
      'identity.id_type: 1 to 32 of a–z, 0–9 and _, a letter first.',
    );
  }
  if (typeof identity.id !== 'string' || identity.id.length > 64) {
    throw new ProtocolError('invalid_identity', 'identity.id: a string of at most 64 characters.');
  }
  // Letters outside ASCII go first: upper-casing could turn them into some inside.
  const id = identity.id.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (id === '') throw new ProtocolError('invalid_identity', 'identity.id: at least one letter or digit.');
  const digest = sha256(utf8(['zk-income subject v1', country, idType, id].join('\0')));
  const first = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  return first >> 12n;
}
