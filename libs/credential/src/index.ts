export { ATTRIBUTES, type AttributeDefinition, SUBJECT } from './attributes.js';
export { CoreEngine, type CoreEngineOptions } from './core-engine.js';
export { CURRENCIES, isCurrency } from './currencies.js';
export { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
export { canonicalJson } from './encoding/json.js';
export { randomBase64url } from './encoding/random.js';
export {
  ERRORS,
  type ErrorCode,
  type ErrorKind,
  ProtocolError,
  REFUSAL_CODES,
  type RefusalCode,
} from './errors.js';
export * from './examples.js';
export * from './format.js';
export { type CheckedHeldCredential, checkHeldCredential, receiveBatch } from './holder/held-credential.js';
export type { HolderOptions } from './holder/holder.js';
export { readRequest } from './holder/read-request.js';
export * from './input-shapes.js';
export type { IssuerOptions } from './issue/issuer.js';
export { issuerMetadata } from './issue/issuer-metadata.js';
export { type Identity, subjectOf } from './issue/subject.js';
export {
  algorithmOf,
  importSigningKey,
  type JwsVerifier,
  type PublicJwk,
  publicJwkOf,
  thumbprint,
  verifyJws,
} from './keys.js';
export * from './limits.js';
export { dcqlQueryOf } from './policy/dcql.js';
export { describePolicy, formatAmount } from './policy/describe-policy.js';
export { isIssuerIdentifier, parsePolicy } from './policy/parse-policy.js';
export * from './policy/policy.js';
export { decodePolicy, encodePolicy } from './policy/transaction-data.js';
export * from './ports/index.js';
export * from './proof/proof-runner.js';
export * from './proof/proof-self-test.js';
export { type InputShape, type Shape, type ShapeError, shapeErrors } from './shape.js';
export * from './types.js';
export { parseTrustList, type TrustedIssuer } from './verify/trust.js';
export type { VerifierOptions } from './verify/verifier.js';
