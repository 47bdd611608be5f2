import { faultError } from '../input-faults.js';
import { MAX_IDENTITY_CHARACTERS } from '../limits.js';
import { first52Bits } from './first-52-bits.js';
import { IDENTIFIER_EXPECTED, significantText } from './normalize-identifier.js';
import { isLetterOrNumber } from './unicode.js';

const invalid = (expected: string) => faultError('invalid_contract', 'contract', `expected ${expected}.`);

/**
 * The significant text of the name of a contract, the same for every spelling. Zeros at the start are left out: `01` and
 * `1` are more often one contract than two, and one that counts twice is worse than two that cannot be added.
 */
function canonicalContract(contract: string): string {
  if ([...contract].length > MAX_IDENTITY_CHARACTERS)
    throw invalid(`at most ${MAX_IDENTITY_CHARACTERS} characters`);
  const { text, fault } = significantText(contract);
  if (fault) throw invalid(IDENTIFIER_EXPECTED[fault]);
  const significant = text.replace(/^0+(?=.)/, '');
  if (![...significant].some(isLetterOrNumber))
    throw invalid('at least one letter or digit, such as 2019-04');
  return significant;
}

/**
 * The number that tells the contracts of a person with one payer apart: the first 52 bits, big-endian, of
 * SHA-256("zk-income contract v1" ‖ 00 ‖ canonical name).
 *
 * @throws ProtocolError `invalid_contract`
 */
export function contractOf(contract: string): bigint {
  return first52Bits(`zk-income contract v1\0${canonicalContract(contract)}`);
}
