/** The type of a request object (RFC 9101), which is also its media type with `application/` before it. */
export const REQUEST_OBJECT_TYP = 'oauth-authz-req+jwt';

/** The audience of a request object for a wallet that the verifier cannot identify (section 5.8). */
export const ANY_WALLET = 'https://self-issued.me/v2';

export const RESPONSE_MODES = ['direct_post', 'direct_post.jwt'] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Encryption of responses: one key agreement, and content encryptions by the preference of wallets (HAIP 1.0, section 5). */
export const ENCRYPTION_ALGORITHM = 'ECDH-ES';
export const CONTENT_ENCRYPTIONS = ['A256GCM', 'A128GCM'] as const;
export type ContentEncryption = (typeof CONTENT_ENCRYPTIONS)[number];

/** The characters of `nonce` and `state` (section 5.2). */
export const URL_SAFE = /^[A-Za-z0-9._~-]{1,1024}$/;

/** More than a request object with the largest policy, or an encrypted response with the largest presentations, has. */
export const MAX_MESSAGE_CHARACTERS = 131_072;

/** Of an issuer-signed JWT and of a key binding, as fully-specified identifiers (appendix B.3.4). */
export const SD_JWT_ALGORITHMS = ['ES256', 'Ed25519'] as const;
