export { type BackendName, backendInUse } from '@zk-income/crypto';
export { ATTRIBUTES } from './attributes.js';
export { CoreEngine } from './core-engine.js';
export { COUNTRIES } from './countries.js';
export { decimalsOf, isCurrency } from './currencies.js';
export { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
export { lastTwelveMonths, type Period } from './encoding/calendar.js';
export { sha256, sha256Base64url } from './encoding/hash.js';
export { canonicalJson, isObject, type JsonObject, own, parseJsonBytes } from './encoding/json.js';
export { exceededStructure } from './encoding/json-structure.js';
export { randomBase64url } from './encoding/random.js';
export { isPlainText } from './encoding/text.js';
export {
  ERRORS,
  type ErrorCode,
  type ErrorKind,
  type InputFault,
  ProtocolError,
  REFUSAL_CODES,
  type RefusalCode,
} from './errors.js';
export * from './examples.js';
export { CREDENTIAL_TYP, REQUIRED_MEMBERS, VCT } from './format.js';
export { type CheckedHeldCredential, checkHeldCredential, receiveBatch } from './holder/held-credential.js';
export { type CheckedRequest, Holder, type HolderOptions } from './holder/holder.js';
export type { ByPerson, CommitPhase, JointPresentation, RevealPhase } from './holder/joint-presentation.js';
export { LinearKnowledge } from './holder/linear-knowledge.js';
export { MemoryPresentationLedger } from './holder/memory-presentation-ledger.js';
export type { JoinOptions, PresentOptions } from './holder/personal-holder.js';
export type { ConsentReason, KnownWindow, KnownWindows, RequestAssessment } from './holder/probing.js';
export { ID_TYPES } from './identifiers/id-types.js';
export { canonicalSourceId, type ParsedSourceId, parseSourceId } from './identifiers/source-id.js';
export * from './input-shapes.js';
export { parseIssueInput } from './issue/issue-input.js';
export { issuerMetadata, wellKnownUrl } from './issue/issuer-metadata.js';
export { type ParsedJwt, parseJwt } from './jwt.js';
export { readRegisteredClaims, timeFault } from './jwt-claims.js';
export {
  algorithmOf,
  importSigningKey,
  isAlgorithmOf,
  isUsableKey,
  type JwsVerifier,
  type PublicJwk,
  publicJwkOf,
  thumbprint,
  verificationKeyOf,
  verifyJws,
} from './keys.js';
export {
  ATTRIBUTE_MAXIMUM,
  ATTRIBUTE_VALUE,
  BASE64URL_32_BYTES,
  CURRENCY_CODE,
  DEFAULT_DISCLOSED_RETENTION_SECONDS,
  DEFAULT_MAX_FAILED_ATTEMPTS,
  DEFAULT_RECEIPT_RETENTION_SECONDS,
  INTEGER,
  LISTED_REQUEST_EXPIRY_SECONDS,
  LISTING_EXPIRY_SECONDS,
  LISTING_REQUESTS,
  MAX_AGE_DAYS,
  MAX_ALTERNATIVES,
  MAX_AUDIENCE_CHARACTERS,
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_CREDENTIALS_OF_PREDICATE,
  MAX_HOLDER_KEYS,
  MAX_IDENTITY_CHARACTERS,
  MAX_INEQUALITIES,
  MAX_INPUT_CHARACTERS,
  MAX_ISSUER_CHARACTERS,
  MAX_ISSUERS,
  MAX_JSON_STRUCTURE,
  MAX_PEOPLE,
  MAX_POLICY_BYTES,
  MAX_PRESENTATION_BYTES,
  MAX_REDIRECT_URI_CHARACTERS,
  MAX_STATUS_LIST_TTL_SECONDS,
  MAX_TERMS,
  MAX_TEXT_CHARACTERS,
  MAX_TRUSTED_ISSUERS,
  MAX_WALLET_ERRORS,
  MAX_WINDOW_YEARS,
  MIN_IDENTIFIER_CHARACTERS,
  NAME,
  OFFER_BATCH_SIZE,
  OFFER_EXPIRY_SECONDS,
  OFFER_RETENTION_SECONDS,
  OFFER_TOKEN_SECONDS,
  ONE_YEAR_WINDOW,
  PROBING_LIMITS,
  REQUEST_EXPIRY_SECONDS,
  TX_CODE,
  VALIDITY_DAYS,
  WINDOW_MONTHS,
} from './limits.js';
export { chosenPolicies, chosenPolicy } from './policy/alternatives.js';
export {
  assertDcqlAgrees,
  claimsToDisclose,
  type DisclosedClaim,
  type DisclosureQuery,
  dcqlQueryOf,
  parseDisclosureQuery,
} from './policy/dcql.js';
export { describeAlternatives, describePolicy } from './policy/describe-policy.js';
export { inequalitiesOf } from './policy/inequalities.js';
export type { Inequality } from './policy/inequality.js';
export { parsePolicy } from './policy/parse-policy.js';
export { countedPeople, type Person, peopleOf } from './policy/people.js';
export {
  COMBINATIONS,
  type LinearPredicate,
  PERIODS,
  PERSONAL_CLAIMS,
  type PersonalClaim,
  POLICY_TYPE,
  type Policy,
} from './policy/policy.js';
export { decodePolicy } from './policy/transaction-data.js';
export * from './ports/index.js';
export {
  inlineProofRunner,
  type ProofRunner,
  type ProofVerdict,
  type ProveJob,
  runProveJob,
  runVerifyJobs,
  type VerifyJob,
} from './proof/proof-runner.js';
export { isBackendUnavailable, proofSelfTest } from './proof/proof-self-test.js';
export { IMPLAUSIBLE_AMOUNT } from './requests/policy-warnings.js';
export * from './requests/wallet-options.js';
export { parseDisclosure, parseSdJwt } from './sd-jwt-text.js';
export { type InputShape, shapeErrors } from './shape.js';
export { StatusChecker, type StatusResult } from './status/status-checker.js';
export { expandTemplate } from './templates/expand-template.js';
export { type ListedParameter, type ListedTemplate, listTemplates } from './templates/list-templates.js';
export { PARAMETER_TYPES, PARAMETER_UNITS } from './templates/parameter.js';
export type {
  AttestedInput,
  CollectedCredentials,
  CreatedListing,
  CreatedOffer,
  CreatedRequest,
  CreateListingInput,
  CreateOfferInput,
  CreateRequestInput,
  DisclosedClaims,
  DisclosedVerdict,
  DisclosureVerdict,
  HeldCredential,
  IssuedCredentials,
  IssueInput,
  IssuingClient,
  ListedRequestView,
  ListingInvitation,
  ListingView,
  OfferAccess,
  OfferAlert,
  OfferView,
  OpenListing,
  PresentationRequest,
  Presentations,
  ProofInput,
  ProvedPredicate,
  RefusedVerdict,
  RequestStatus,
  RequestView,
  Verdict,
  VerifiedVerdict,
  VerifyInput,
  WalletChannel,
  WalletRequest,
} from './types.js';
export { IssuerDirectory } from './verify/issuer-directory.js';
export { checkIssuerJwt, type IssuerJwtContext } from './verify/issuer-jwt.js';
export { parseTrustList, type TrustedIssuer } from './verify/trust.js';
export type { VerifyOptions } from './verify/verifier.js';
export { PAY_PERIOD_UNITS, parseWindow, type Window } from './windows/window.js';
export { formatAmount } from './words/format-amount.js';
export { inEveryLanguage, LANGUAGES, type Language, type Words } from './words/language.js';
export { VOCABULARIES } from './words/vocabulary.js';
