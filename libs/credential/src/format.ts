/** The credential type of this protocol version (SD-JWT VC). */
export const VCT = 'urn:zk-income:income:2';

export const CREDENTIAL_TYP = 'dc+sd-jwt';
export const KEY_BINDING_TYP = 'kb+jwt';
export const STATUS_LIST_TYP = 'statuslist+jwt';
export const RECEIPT_TYP = 'zk-income-receipt+jwt';
/** The receipt of a request in disclosure mode, for which no income was checked. */
export const DISCLOSURE_RECEIPT_TYP = 'zk-income-disclosure+jwt';

/** Random bytes in the salt of an opening. This many hide the income of a recorded presentation for good. */
export const OPENING_SALT_BYTES = 64;
export const CLAIM_SALT_BYTES = 32;

/** Bits of a status in a list: valid 0, invalid 1, suspended 2 (Token Status List, section 7). */
export const STATUS_BITS = 2;

/** Members of a credential that are always disclosed. All are required. */
export const REQUIRED_MEMBERS = [
  'iss',
  'vct',
  'iat',
  'exp',
  'cnf',
  'status',
  'currency',
  'period',
  'commitments',
] as const;
