import type { JWK } from 'jose';

/** `EdDSA` (RFC 8037) and `Ed25519` (RFC 9864) are two names of one algorithm for Ed25519 keys. */
export type SignatureAlgorithm = 'ES256' | 'EdDSA' | 'Ed25519';

export interface SigningKey {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** The certificate chain of the key as `x5c` (RFC 7515, section 4.1.6), for recipients that find keys by certificates. */
  readonly certificates?: readonly string[];
  /** Returns the JOSE signature over ASCII text, base64url. */
  sign(data: string): Promise<string>;
}

export interface SigningKeys {
  /** The current signing key. */
  current(): Promise<SigningKey>;
  /** All public keys that may have signed valid documents, with `kid`, `alg` and `use`. */
  published(): Promise<JWK[]>;
}
