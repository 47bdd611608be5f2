import {
  MAX_COMMITMENTS,
  MAX_CREDENTIALS,
  MAX_HOLDER_KEYS,
  MAX_INPUT_CHARACTERS,
  MAX_REDIRECT_URI_CHARACTERS,
  MAX_TEXT_CHARACTERS,
} from './limits.js';
import { PERSONAL_CLAIMS } from './policy/policy.js';
import { CREDENTIAL_STATUSES, type CredentialStatus } from './ports/index.js';
import {
  CLIENT_ID_SCHEMES,
  REQUEST_URI_METHODS,
  RESPONSE_MODES,
  WALLET_MODES,
  type WalletOptions,
} from './requests/wallet-options.js';
import type { InputShape, Shape } from './shape.js';
import type {
  AttestedInput,
  CreateListingInput,
  CreateOfferInput,
  CreateRequestInput,
  IssueInput,
  ProofInput,
  VerifyInput,
} from './types.js';
import { PAY_PERIOD_UNITS } from './windows/window.js';

const text = {
  type: 'string',
  maxLength: MAX_INPUT_CHARACTERS,
  expected: `a string of at most ${MAX_INPUT_CHARACTERS} characters`,
} as const satisfies Shape;
const object = { type: 'object', expected: 'an object' } as const satisfies Shape;

const PLAIN_TEXT_EXPECTED = `1 to ${MAX_TEXT_CHARACTERS} printable characters`;

const ATTESTED_INPUT = {
  attributes: { ...object, maxMembers: MAX_COMMITMENTS, code: 'unknown_attribute' },
  currency: { ...text, code: 'unknown_currency' },
  period: {
    ...object,
    members: {
      start: text,
      end: text,
      pay_periods: {
        ...object,
        optional: true,
        members: {
          unit: { type: 'enum', values: PAY_PERIOD_UNITS, expected: `one of ${PAY_PERIOD_UNITS.join(', ')}` },
          count: { type: 'integer', expected: 'an integer number of pay periods' },
        },
      },
    },
    code: 'invalid_period',
  },
  identity: { ...object, members: { country: text, id_type: text, id: text }, code: 'invalid_identity' },
  contract: { ...text, optional: true, code: 'invalid_contract' },
  claims: { ...object, maxMembers: PERSONAL_CLAIMS.length, optional: true, code: 'invalid_claims' },
  expires_in_days: {
    type: 'integer',
    optional: true,
    expected: 'an integer number of days',
    code: 'invalid_expiry',
  },
} as const satisfies InputShape<AttestedInput>;

const oneOf = (values: readonly string[]) =>
  ({
    type: 'enum',
    values,
    optional: true,
    expected: `one of ${values.join(', ')}`,
  }) as const satisfies Shape;

/** `POST /issue` */
export const ISSUE_INPUT = {
  holder_keys: {
    type: 'list',
    items: object,
    minItems: 1,
    maxItems: MAX_HOLDER_KEYS,
    expected: `1 to ${MAX_HOLDER_KEYS} public JWKs`,
    code: 'invalid_holder_key',
  },
  ...ATTESTED_INPUT,
} as const satisfies InputShape<IssueInput>;

/** `POST /offers` */
export const CREATE_OFFER_INPUT = {
  ...ATTESTED_INPUT,
  batch_size: {
    type: 'integer',
    optional: true,
    expected: 'an integer number of credential instances',
    code: 'invalid_input',
  },
  tx_code: {
    type: 'enum',
    values: [true, false],
    optional: true,
    expected: 'true or false',
    code: 'invalid_input',
  },
  expires_in: {
    type: 'integer',
    optional: true,
    expected: 'an integer number of seconds',
    code: 'invalid_expiry',
  },
} as const satisfies InputShape<CreateOfferInput>;

/** `POST /credentials/{id}/status` */
export const STATUS_INPUT = {
  status: {
    type: 'enum',
    values: CREDENTIAL_STATUSES,
    expected: `one of ${CREDENTIAL_STATUSES.join(', ')}`,
    code: 'invalid_input',
  },
} as const satisfies InputShape<{ status: CredentialStatus }>;

/** What may be asked, of one person or of each applicant. */
const ASKED = {
  policy: { ...object, optional: true, expected: 'a policy', code: 'policy_invalid' },
  template: { ...text, optional: true, expected: 'the id of a template', code: 'template_unknown' },
  parameters: { ...object, optional: true, code: 'template_parameter_invalid' },
  legal_basis: { ...text, optional: true, expected: PLAIN_TEXT_EXPECTED, code: 'invalid_input' },
} as const;

const WALLET_MEMBERS = {
  mode: oneOf(WALLET_MODES),
  response_mode: oneOf(RESPONSE_MODES),
  client_id_scheme: oneOf(CLIENT_ID_SCHEMES),
  request_uri_method: oneOf(REQUEST_URI_METHODS),
  legacy_formats: { type: 'enum', values: [true, false], optional: true, expected: 'true or false' },
} satisfies Record<keyof Omit<WalletOptions, 'redirect_uri'>, Shape>;

/** `POST /requests` */
export const CREATE_REQUEST_INPUT = {
  ...ASKED,
  expires_in: {
    type: 'integer',
    optional: true,
    expected: 'an integer number of seconds',
    code: 'invalid_expiry',
  },
  wallet: {
    ...object,
    optional: true,
    members: {
      ...WALLET_MEMBERS,
      redirect_uri: {
        type: 'string',
        maxLength: MAX_REDIRECT_URI_CHARACTERS,
        optional: true,
        expected: 'an https URL without a fragment',
      },
    } satisfies Record<keyof WalletOptions, Shape>,
    code: 'invalid_wallet_options',
  },
} as const satisfies InputShape<CreateRequestInput>;

const optionalSeconds = {
  type: 'integer',
  optional: true,
  expected: 'an integer number of seconds',
  code: 'invalid_expiry',
} as const;

/** `POST /listings`. Without `redirect_uri`: the session of an applicant is not one of the owner. */
export const CREATE_LISTING_INPUT = {
  title: { ...text, expected: PLAIN_TEXT_EXPECTED, code: 'invalid_input' },
  ...ASKED,
  expires_in: optionalSeconds,
  request_expires_in: optionalSeconds,
  max_requests: {
    type: 'integer',
    optional: true,
    expected: 'an integer number of requests',
    code: 'invalid_input',
  },
  wallet: { ...object, optional: true, members: WALLET_MEMBERS, code: 'invalid_wallet_options' },
} as const satisfies InputShape<CreateListingInput>;

/** `POST /requests/{id}/redeem` */
export const REDEEM_INPUT = {
  response_code: { ...text, minLength: 1, code: 'response_code_invalid' },
} as const satisfies InputShape<{ response_code: string }>;

/** `POST /verify` */
export const VERIFY_INPUT = {
  request_id: { ...text, minLength: 1, expected: 'the id of a request', code: 'request_unknown' },
  presentations: {
    ...object,
    maxMembers: MAX_CREDENTIALS,
    expected: `an object that maps each credential id, at most ${MAX_CREDENTIALS}, to an SD-JWT+KB`,
    code: 'presentation_malformed',
  },
} as const satisfies InputShape<VerifyInput>;

/** `POST /prove` of the test prover */
export const PROOF_INPUT = {
  request: { ...object, expected: 'the response of POST /requests', code: 'request_invalid' },
  credentials: {
    ...object,
    maxMembers: MAX_CREDENTIALS,
    expected: `an object that maps each credential id, at most ${MAX_CREDENTIALS}, to { credential, holder_key }`,
    code: 'credential_missing',
  },
  alternative: { ...text, optional: true, code: 'alternative_required' },
} as const satisfies InputShape<ProofInput>;
