/** What kind of failure a code is; who speaks HTTP turns it into a status. */
export type ErrorKind =
  /** The input could not be understood or is not allowed. */
  | 'invalid'
  /** Understood, and no honest answer exists (a predicate that does not hold). */
  | 'unprocessable'
  /** A presentation that was understood and found wrong. */
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'gone'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable';

interface CatalogueEntry {
  readonly kind: ErrorKind;
  /** What went wrong, for a person. Says nothing about the values involved. */
  readonly title: string;
}

const entry = (kind: ErrorKind, title: string): CatalogueEntry => ({ kind, title });

/** Every code that the protocol can answer with. Codes are stable; titles are not. */
export const ERRORS = {
  // Input
  invalid_input: entry('invalid', 'The input is not what was expected.'),
  unknown_attribute: entry('invalid', 'The attributes are not exactly those that this issuer attests.'),
  unknown_currency: entry('invalid', 'The currency is not an ISO 4217 code.'),
  value_out_of_range: entry('invalid', 'An attribute is not an integer from 0 to 2^53 - 1.'),
  invalid_period: entry('invalid', 'The period is not twelve whole calendar months that have ended.'),
  invalid_identity: entry('invalid', 'The identity is not a country, an id type and an id.'),
  invalid_claims: entry('invalid', 'The claims are not among the personal claims.'),
  invalid_holder_key: entry('invalid', 'A holder key is not a public P-256 or Ed25519 key.'),
  duplicate_holder_key: entry('invalid', 'A holder key is given twice.'),
  private_holder_key: entry(
    'invalid',
    'A holder key carries its private part; it has been exposed, make a new one.',
  ),
  invalid_expiry: entry('invalid', 'The time of validity is out of bounds.'),
  source_missing: entry('forbidden', 'This client is registered for no payer and cannot issue.'),
  // Policy
  policy_invalid: entry('invalid', 'The policy is not a policy of this protocol.'),
  policy_not_canonical: entry('invalid', 'The policy is not in its canonical form.'),
  policy_out_of_range: entry('invalid', 'A bound of the policy is beyond what attributes can reach.'),
  // Request
  request_invalid: entry('invalid', 'The request is not a request of this protocol.'),
  request_mismatch: entry('invalid', 'The request contradicts itself.'),
  request_unknown: entry('not_found', 'There is no such request.'),
  request_expired: entry('gone', 'The request has expired.'),
  request_already_answered: entry('conflict', 'The request was answered before.'),
  too_many_attempts: entry('too_many', 'The request has had too many failed attempts.'),
  // Holder
  credential_invalid: entry(
    'invalid',
    'The credential is not one of this protocol, or its parts do not fit together.',
  ),
  credential_missing: entry('invalid', 'A credential that the policy names was not given.'),
  credential_unexpected: entry('invalid', 'A credential was given that the policy does not name.'),
  credential_unsuitable: entry('unprocessable', 'A credential cannot answer this policy.'),
  copy_already_shown: entry('conflict', 'This copy was shown before; each copy is shown once.'),
  predicate_not_satisfied: entry('unprocessable', 'A predicate does not hold, so there is nothing to prove.'),
  // Verification, step 1
  presentation_too_large: entry('too_large', 'The presentations are larger than 64 KiB.'),
  presentation_missing: entry('invalid', 'There is no presentation for a credential of the policy.'),
  presentation_unexpected: entry(
    'refused',
    'There is a presentation for a credential that the policy does not name.',
  ),
  presentation_malformed: entry('invalid', 'A presentation is not an SD-JWT with key binding.'),
  // Step 3
  credential_type_wrong: entry('refused', 'The issuer-signed JWT is not of type dc+sd-jwt.'),
  issuer_untrusted: entry('refused', 'The issuer is not trusted for this request.'),
  issuer_unavailable: entry('refused', 'The keys of the issuer could not be had.'),
  issuer_key_unknown: entry('refused', 'The issuer publishes no such key.'),
  algorithm_not_allowed: entry('refused', 'The signature algorithm is not that of the key.'),
  header_not_allowed: entry('refused', 'The header demands extensions that are not understood.'),
  credential_signature_invalid: entry('refused', 'The signature of the issuer is wrong.'),
  credential_malformed: entry('refused', 'A required member is missing or malformed.'),
  digest_algorithm_not_allowed: entry('refused', 'The disclosures are not hashed with SHA-256.'),
  disclosure_malformed: entry('refused', 'A disclosure is malformed.'),
  disclosure_unreferenced: entry('refused', 'A disclosure is not referenced exactly once.'),
  disclosure_conflict: entry('refused', 'A disclosure is named like a member that exists.'),
  overdisclosed: entry('refused', 'Something was disclosed that was not asked for; it was not kept.'),
  disclosure_missing: entry('refused', 'Something that was asked for is not disclosed.'),
  credential_vct_wrong: entry('refused', 'The credential is of another type than was asked for.'),
  credential_not_yet_valid: entry('refused', 'The credential is not valid yet.'),
  credential_expired: entry('refused', 'The credential has expired.'),
  currency_mismatch: entry('refused', 'The credential is in another currency.'),
  period_invalid: entry('refused', 'The period of the credential is malformed or has not ended.'),
  period_too_old: entry('refused', 'The period of the credential ended too long ago.'),
  attribute_not_committed: entry('refused', 'The credential does not commit to an attribute of the policy.'),
  issuer_not_complete: entry('refused', 'The issuer does not attest all there is of an attribute.'),
  commitment_invalid: entry('refused', 'A commitment is not a group element.'),
  // Step 4
  key_binding_missing: entry('refused', 'The key-binding JWT is missing.'),
  key_binding_malformed: entry('refused', 'The key-binding JWT is malformed.'),
  key_binding_type_wrong: entry('refused', 'The key-binding JWT is not of type kb+jwt.'),
  key_binding_signature_invalid: entry('refused', 'The key-binding JWT is not signed by the holder key.'),
  audience_mismatch: entry('refused', 'The presentation was made for another audience.'),
  nonce_mismatch: entry('refused', 'The presentation was made for another request.'),
  key_binding_time_invalid: entry('refused', 'The key-binding JWT was made at an impossible time.'),
  sd_hash_mismatch: entry('refused', 'The key binding covers another text than was presented.'),
  transaction_data_mismatch: entry('refused', 'The key binding covers other transaction data than was sent.'),
  range_proof_missing: entry('refused', 'The carrier has no range proof.'),
  range_proof_misplaced: entry('refused', 'A credential other than the carrier has a range proof.'),
  // Step 5
  credential_revoked: entry('refused', 'The credential is revoked.'),
  credential_suspended: entry('refused', 'The credential is suspended.'),
  status_unknown: entry('refused', 'The status of the credential could not be established.'),
  // Step 6
  source_not_distinct: entry('refused', 'Two credentials come from one source.'),
  range_proof_malformed: entry('refused', 'The range proof is malformed.'),
  range_proof_invalid: entry('refused', 'The range proof is wrong.'),
  overloaded: entry('unavailable', 'Too many proofs are waiting; try again in a moment.'),
  // Issued credentials
  credential_unknown: entry('not_found', 'There is no such credential.'),
  revocation_final: entry('conflict', 'The credential is revoked, and that is final.'),
  status_list_unknown: entry('not_found', 'There is no such status list.'),
  status_list_full: entry('unavailable', 'No free index was found in the status list.'),
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An error of the protocol, with a code from the catalogue and what was expected. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly code: ErrorCode,
    /** What was expected or found, without any secret or personal value. */
    readonly detail: string = ERRORS[code].title,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind;
  }

  get title(): string {
    return ERRORS[this.code].title;
  }
}
