/** The kind of failure that a code stands for. Services turn it into an HTTP status. */
export type ErrorKind =
  /** The input cannot be understood or is not allowed. */
  | 'invalid'
  /** The input was understood, but no honest answer exists: a predicate does not hold. */
  | 'unprocessable'
  /** A presentation was understood and failed a check. */
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'gone'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable';

interface CatalogueEntry<Kind extends ErrorKind> {
  readonly kind: Kind;
  /** What went wrong, for people. Contains none of the values involved. */
  readonly title: string;
}

const entry = <Kind extends ErrorKind>(kind: Kind, title: string): CatalogueEntry<Kind> => ({ kind, title });

/** Every error code of the protocol. Codes are stable; titles may change. */
export const ERRORS = {
  // Input
  invalid_input: entry('invalid', 'The input does not have the expected shape.'),
  unknown_attribute: entry('invalid', 'The attributes are not exactly those that this issuer attests.'),
  unknown_currency: entry('invalid', 'The currency is not an ISO 4217 code.'),
  value_out_of_range: entry('invalid', 'An attribute is not an integer from 0 to 2^53 - 1.'),
  invalid_period: entry(
    'invalid',
    'The period is not a window that has ended, of complete pay periods or of at least a year.',
  ),
  invalid_identity: entry('invalid', 'The identity is not a valid country, id type and id.'),
  invalid_contract: entry(
    'invalid',
    'The contract is missing or invalid, or this issuer does not tell contracts apart.',
  ),
  invalid_claims: entry('invalid', 'A claim is unknown, or its value is invalid.'),
  invalid_holder_key: entry('invalid', 'A holder key is not a public P-256 or Ed25519 key.'),
  duplicate_holder_key: entry('invalid', 'Two holder keys are equal.'),
  private_holder_key: entry(
    'invalid',
    'A holder key contains its private part. It has been exposed: generate a new key.',
  ),
  invalid_expiry: entry('invalid', 'The expiry is out of range.'),
  source_missing: entry('forbidden', 'This client cannot issue: it is not registered for a payer.'),
  source_invalid: entry(
    'forbidden',
    'This client cannot issue: the payer that it is registered for is invalid.',
  ),
  // Policy
  policy_invalid: entry('invalid', 'The policy is invalid.'),
  policy_not_canonical: entry('invalid', 'The policy is not canonical JSON (RFC 8785).'),
  policy_out_of_range: entry('invalid', 'A bound of the policy is outside the range that a proof can cover.'),
  policy_unanswerable: entry('unprocessable', 'No holder could answer a request with this policy.'),
  // Template
  policy_or_template_required: entry(
    'invalid',
    'The input has neither a policy nor a template with parameters, or both.',
  ),
  template_unknown: entry('invalid', 'The template was not found.'),
  template_parameter_missing: entry('invalid', 'A parameter that the template requires is missing.'),
  template_parameter_unknown: entry('invalid', 'The template has no such parameter.'),
  template_parameter_invalid: entry('invalid', 'A parameter of the template is invalid or out of range.'),
  // Request
  request_invalid: entry('invalid', 'The presentation request is invalid.'),
  request_mismatch: entry('invalid', 'The presentation request contradicts its transaction data.'),
  request_unknown: entry('not_found', 'The request was not found.'),
  request_expired: entry('gone', 'The request has expired.'),
  request_already_answered: entry('conflict', 'The request was already answered.'),
  too_many_attempts: entry(
    'too_many',
    'The request has reached its limit of failed attempts. Create a new request.',
  ),
  invalid_wallet_options: entry('invalid', 'An option for OpenID wallets is unknown or invalid.'),
  wallets_unsupported: entry(
    'unprocessable',
    'This verifier has no certificate for its current key, so that OpenID wallets cannot answer its requests.',
  ),
  response_code_invalid: entry(
    'invalid',
    'The response code is wrong or was already redeemed, or the request has no answer that it could bind.',
  ),
  // Holder
  credential_invalid: entry('invalid', 'The credential is invalid, or its parts do not match.'),
  credential_missing: entry('invalid', 'A credential that the policy names is missing.'),
  credential_unexpected: entry('invalid', 'The input contains a credential that the policy does not name.'),
  credential_unsuitable: entry('unprocessable', 'A credential does not satisfy the policy.'),
  person_required: entry('invalid', 'The policy has several people. Each of them answers for themselves.'),
  introduction_invalid: entry(
    'invalid',
    'The introduction of a person is invalid, or does not match what they committed to.',
  ),
  share_invalid: entry(
    'invalid',
    "The share of a person is missing, or does not match the person's credentials.",
  ),
  alternative_required: entry('invalid', 'The policy has alternatives. The person chooses one of them.'),
  copy_already_shown: entry(
    'conflict',
    'This credential instance was already presented. Each instance is presented once.',
  ),
  consent_required: entry(
    'unprocessable',
    'The answer could tell the verifier more than the limits allow without the consent of the person.',
  ),
  predicate_not_satisfied: entry('unprocessable', 'A predicate does not hold. No proof was created.'),
  // Verification, step 1: size and shape
  presentation_too_large: entry('too_large', 'The presentations are larger than 64 KiB.'),
  presentation_missing: entry('invalid', 'The presentation of a credential of the policy is missing.'),
  presentation_unexpected: entry(
    'refused',
    'The presentations contain a credential that the policy does not name.',
  ),
  presentation_malformed: entry('invalid', 'A presentation is not an SD-JWT with key binding.'),
  alternative_unknown: entry('refused', 'The presentation names no alternative of the policy.'),
  // Step 3: the credentials
  credential_type_wrong: entry('refused', 'The `typ` of the issuer-signed JWT is not dc+sd-jwt.'),
  issuer_untrusted: entry('refused', 'The issuer is not trusted for this request.'),
  issuer_unavailable: entry('refused', "The verifier could not fetch the issuer's keys."),
  issuer_key_unknown: entry('refused', 'The issuer does not publish the key that the JWT names.'),
  algorithm_not_allowed: entry('refused', 'The signature algorithm is not the algorithm of the key.'),
  header_not_allowed: entry(
    'refused',
    'The JWT header requires extensions (`crit`), which are not supported.',
  ),
  credential_signature_invalid: entry('refused', 'The signature of the issuer is invalid.'),
  credential_malformed: entry('refused', 'A required member of the credential is missing or malformed.'),
  digest_algorithm_not_allowed: entry('refused', 'The digest algorithm of the disclosures is not SHA-256.'),
  disclosure_malformed: entry('refused', 'A disclosure is malformed.'),
  disclosure_unreferenced: entry('refused', 'A disclosure is not referenced exactly once.'),
  disclosure_conflict: entry('refused', 'A disclosure has the name of an existing member.'),
  overdisclosed: entry(
    'refused',
    'A claim was disclosed that the policy does not ask for. It was not stored.',
  ),
  disclosure_missing: entry('refused', 'A claim that the policy asks for is not disclosed.'),
  credential_vct_wrong: entry('refused', 'The credential type (`vct`) is not the requested type.'),
  credential_not_yet_valid: entry('refused', 'The credential is not valid yet.'),
  credential_expired: entry('refused', 'The credential has expired.'),
  currency_mismatch: entry(
    'refused',
    'The currency of the credential is not the currency of the policy. Amounts are not converted: create a request in the currency of the credential.',
  ),
  period_invalid: entry(
    'refused',
    'The period of the credential is not a window of complete pay periods or of at least a year, or has not ended.',
  ),
  period_too_old: entry('refused', 'The period of the credential ended too long ago.'),
  issued_too_long_ago: entry(
    'refused',
    'A credential whose months the policy counts was issued too long ago.',
  ),
  pay_periods_missing: entry(
    'refused',
    'The period has no pay periods, and the policy uses an amount of complete pay periods.',
  ),
  window_too_short: entry('refused', 'The period of a credential is shorter than the policy admits.'),
  window_too_long: entry('refused', 'The period of a credential is longer than the policy admits.'),
  windows_not_concurrent: entry('refused', 'The periods of the credentials are not of the same time.'),
  windows_not_consecutive: entry(
    'refused',
    'The periods of the credentials do not follow each other without gaps.',
  ),
  attribute_not_committed: entry(
    'refused',
    'The credential has no commitment to an attribute of the policy.',
  ),
  issuer_not_complete: entry(
    'refused',
    'The issuer is not trusted to attest this attribute completely, or attests it of one contract only.',
  ),
  commitment_invalid: entry('refused', 'A commitment is not a valid group element.'),
  // Step 4: the key binding
  key_binding_missing: entry('refused', 'The key-binding JWT is missing.'),
  key_binding_malformed: entry('refused', 'The key-binding JWT is malformed.'),
  key_binding_type_wrong: entry('refused', 'The `typ` of the key-binding JWT is not kb+jwt.'),
  key_binding_signature_invalid: entry('refused', 'The key-binding JWT is not signed with the holder key.'),
  audience_mismatch: entry('refused', 'The presentation is for another audience.'),
  nonce_mismatch: entry('refused', 'The presentation is for another request.'),
  key_binding_time_invalid: entry(
    'refused',
    'The `iat`, `nbf` or `exp` of the key-binding JWT does not allow its use now.',
  ),
  sd_hash_mismatch: entry('refused', 'The key binding does not match the presented SD-JWT.'),
  transaction_data_mismatch: entry('refused', 'The key binding does not match the transaction data.'),
  credential_id_mismatch: entry(
    'refused',
    'The key binding names another credential of the policy than the one that is presented.',
  ),
  partners_mismatch: entry(
    'refused',
    'A key binding does not name the keys of exactly the credentials that are presented with it.',
  ),
  people_not_distinct: entry(
    'refused',
    'Two people have the same birthdate, or a birthdate is malformed, so that they could be one person. Create a request for each of them.',
  ),
  alternative_mismatch: entry('refused', 'The key bindings do not name the same alternative of the policy.'),
  range_proof_missing: entry('refused', 'The first credential of a person has no range proof.'),
  range_proof_misplaced: entry('refused', 'A credential other than the first of a person has a range proof.'),
  // Step 5: the status
  credential_revoked: entry('refused', 'The credential is revoked.'),
  credential_suspended: entry('refused', 'The credential is suspended.'),
  status_unknown: entry('refused', 'The verifier could not determine the status of the credential.'),
  // Payers
  source_malformed: entry('refused', 'The source of a credential is not an identifier of a known register.'),
  source_not_distinct: entry(
    'refused',
    'Two credentials have the same source, and one issuer does not attest different contracts in both.',
  ),
  // Step 6: the proof
  range_proof_malformed: entry('refused', 'The range proof is malformed.'),
  range_proof_invalid: entry('refused', 'The range proof is invalid.'),
  overloaded: entry('unavailable', 'The service is overloaded. Retry later.'),
  // Webhooks
  webhooks_unsupported: entry(
    'unprocessable',
    'This service sends no webhooks: its operator configured no WEBHOOK_KEYS.',
  ),
  webhook_url_invalid: entry('invalid', 'The URL cannot receive webhooks.'),
  webhook_limit_reached: entry(
    'conflict',
    'The client has as many webhooks as it may have. Remove one first.',
  ),
  webhook_unknown: entry('not_found', 'The webhook was not found.'),
  webhook_delivery_unknown: entry('not_found', 'The delivery was not found.'),
  webhook_stopped: entry(
    'conflict',
    'The receiver answered 410, and the webhook stopped. Rotate its secret to start it again.',
  ),
  // Offers
  offers_unsupported: entry(
    'unprocessable',
    'Wallets do not accept offers of this issuer: its PUBLIC_URL is neither https nor on this machine.',
  ),
  offer_unknown: entry('not_found', 'The offer was not found.'),
  offer_code_invalid: entry(
    'invalid',
    'The pre-authorized code is unknown, expired or used, or the transaction code is wrong.',
  ),
  tx_code_required: entry('invalid', 'The offer requires a transaction code.'),
  tx_code_unexpected: entry('invalid', 'The offer has no transaction code.'),
  tx_code_throttled: entry('too_many', 'Too many wrong transaction codes. Retry later.'),
  access_token_invalid: entry('unauthorized', 'The access token is unknown or expired.'),
  offer_not_collectable: entry(
    'invalid',
    'The credentials of this offer were already issued for other keys, or are no longer available.',
  ),
  notification_unknown: entry('invalid', 'The notification id does not belong to the access token.'),
  // Listings
  listing_unknown: entry('not_found', 'The listing was not found.'),
  listing_closed: entry('gone', 'The listing takes no further applicants.'),
  // Issued credentials
  credential_unknown: entry('not_found', 'The credential was not found.'),
  revocation_final: entry('conflict', 'The credential is revoked. Revocation is final.'),
  status_list_unknown: entry('not_found', 'The status list was not found.'),
  status_list_full: entry('unavailable', 'The status lists have no free index. Retry later.'),
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** The codes of a presentation that was understood and failed a check. */
export type RefusalCode = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]['kind'] extends 'refused' ? Code : never;
}[ErrorCode];

const isRefusalCode = (code: ErrorCode): code is RefusalCode => ERRORS[code].kind === 'refused';

export const REFUSAL_CODES: readonly RefusalCode[] = (Object.keys(ERRORS) as ErrorCode[]).filter(
  isRefusalCode,
);

/** One fault of an input. */
export interface InputFault {
  /** A JSON pointer as a URI fragment, such as `#/period/start`. */
  readonly pointer: string;
  /** What was expected, without any value of the input. */
  readonly detail: string;
}

interface ProtocolErrorOptions extends ErrorOptions {
  readonly errors?: readonly InputFault[];
  readonly retryAfterSeconds?: number;
}

/** An error of the protocol: a code from the catalogue, and what was expected. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  /** Every fault of the input, where several were looked for. */
  readonly errors: readonly InputFault[] | undefined;
  /** When the same call may succeed, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    /** What was expected or found, without any secret or personal value. */
    readonly detail: string = ERRORS[code].title,
    { errors, retryAfterSeconds, ...options }: ProtocolErrorOptions = {},
  ) {
    super(`${code}: ${detail}`, options);
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind;
  }

  get title(): string {
    return ERRORS[this.code].title;
  }
}

/** The refusal code of an error; undefined for an error of any other kind. */
export const refusalCodeOf = (error: unknown): RefusalCode | undefined =>
  error instanceof ProtocolError && isRefusalCode(error.code) ? error.code : undefined;
