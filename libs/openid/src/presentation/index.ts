export type { AskedDisclosure, AskedProof } from './asked.js';
export {
  parseAuthorizationRequest,
  type RequestByReference,
  type RequestByValue,
  type UnsignedRequest,
} from './authorization-request.js';
export {
  authorizationErrorResponse,
  authorizationResponse,
  redirectUriOf,
} from './authorization-response.js';
export {
  type CertificateValidator,
  checkRequestObject,
  checkUnsignedRequest,
  type RequestObjectChecks,
} from './check-request.js';
export { hashClientId, sanDnsClientId } from './client-id.js';
export {
  CONTENT_ENCRYPTIONS,
  REQUEST_OBJECT_TYP,
  RESPONSE_MODES,
  type ResponseMode,
} from './names.js';
export { type ExpectedResponse, type Presented, readAuthorizationResponse } from './read-response.js';
export {
  type RequestObject,
  type RequestObjectInput,
  type RequestObjectSigner,
  requestObjectPayload,
  signRequestObject,
} from './request-object.js';
export { type AuthorizationRequest, presentationRequestOf } from './request-parameters.js';
export {
  parseRequestUriForm,
  type RequestReference,
  type RequestUriForm,
  requestPageLink,
  walletLink,
} from './request-uri.js';
export {
  type EncryptionJwk,
  type EncryptionKeyPair,
  generateEncryptionKey,
  type ResponseEncryption,
} from './response-encryption.js';
export type { WalletError } from './response-form.js';
