import { expectedCountry, isCountry } from '../countries.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { MAX_IDENTITY_CHARACTERS } from '../limits.js';
import { first52Bits } from './first-52-bits.js';
import { ID_TYPES, isIdType } from './id-types.js';
import { IDENTIFIER_EXPECTED, normalizeIdentifier } from './normalize-identifier.js';

export interface Identity {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** The kind of id, one of {@link ID_TYPES}. */
  readonly id_type: string;
  readonly id: string;
}

const invalid = (member: keyof Identity, expected: string) =>
  faultError('invalid_identity', `identity.${member}`, `expected ${expected}.`);

function canonicalId(id: string): string {
  if ([...id].length > MAX_IDENTITY_CHARACTERS)
    throw invalid('id', `at most ${MAX_IDENTITY_CHARACTERS} characters`);
  const { text, fault } = normalizeIdentifier(id);
  if (fault) throw invalid('id', IDENTIFIER_EXPECTED[fault]);
  return text;
}

/**
 * The text that identifies a person, the same for every spelling of an id: country, id type and canonical id, separated
 * by NUL.
 *
 * @throws ProtocolError `invalid_identity`
 */
export function canonicalIdentity({ country, id_type: idType, id }: Identity): string {
  const faults = new FaultCollector();
  faults.try(() => {
    if (!isCountry(country)) throw invalid('country', expectedCountry(country));
  });
  faults.try(() => {
    if (!isIdType(idType)) throw invalid('id_type', `one of ${ID_TYPES.join(', ')}`);
  });
  const canonical = faults.try(() => canonicalId(id));
  faults.throwIfFailed();
  return [country, idType, canonical!].join('\0');
}

/**
 * The number that identifies a person across issuers: the first 52 bits, big-endian, of
 * SHA-256("zk-income subject v2" ‖ 00 ‖ {@link canonicalIdentity}).
 *
 * @throws ProtocolError `invalid_identity`
 */
export function subjectOf(identity: Identity): bigint {
  return first52Bits(`zk-income subject v2\0${canonicalIdentity(identity)}`);
}
