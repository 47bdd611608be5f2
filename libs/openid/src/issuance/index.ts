export {
  type CredentialRequest,
  type CredentialRequestOptions,
  parseCredentialRequest,
} from './credential-request.js';
export { type CredentialResponse, credentialResponse } from './credential-response.js';
export { credentialJsonSchema, credentialTypeMetadata } from './credential-type.js';
export { KEY_PROOF_TIME_MARGIN_SECONDS, type KeyProofChecks, verifyKeyProofs } from './key-proof.js';
export {
  AUTHORIZATION_SERVER_DOCUMENT,
  authorizationServerMetadata,
  CREDENTIAL_ISSUER_DOCUMENT,
  type CredentialIssuerMetadataInput,
  credentialIssuerMetadata,
  ISSUANCE_PATHS,
} from './metadata.js';
export { CREDENTIAL_CONFIGURATION_ID, OPENINGS_PARAMETER, PRE_AUTHORIZED_CODE_GRANT } from './names.js';
export { nonceResponse } from './nonce.js';
export { type Notification, parseNotification } from './notification.js';
export {
  type CredentialOffer,
  createOffer,
  offerLink,
  offerUri,
  type PreAuthorizedCodeGrant,
  type TransactionCode,
} from './offer.js';
export { joinOpenings, type SeparatedOpenings, separateOpenings } from './openings.js';
export {
  type ReceivedCredential,
  type ReceivedCredentials,
  readCredentialResponse,
} from './read-credential-response.js';
export {
  type IssuerEndpoints,
  proofAlgorithm,
  readIssuerMetadata,
  readTokenEndpoint,
} from './read-metadata.js';
export { parseCredentialOffer, type ReceivedOffer, readCredentialOffer } from './read-offer.js';
export {
  checkTxCodePresence,
  parseTokenRequest,
  type TokenRequest,
  type TokenResponse,
  tokenResponse,
} from './token.js';
export {
  type CredentialRequestInput,
  createKeyProof,
  credentialRequest,
  type KeyProofInput,
  notificationRequest,
  type ProofKey,
  type ReceivedToken,
  readNonceResponse,
  readTokenResponse,
  tokenRequest,
} from './wallet-requests.js';
