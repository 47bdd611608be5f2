import type { JWK } from 'jose';

export type SignatureAlgorithm = 'ES256' | 'EdDSA';

export interface SigningKey {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** Returns the JOSE signature over ASCII text, base64url. */
  sign(data: string): Promise<string>;
}

export interface SigningKeys {
  /** The current signing key. */
  current(): Promise<SigningKey>;
  /** All public keys that may have signed valid documents, with `kid`, `alg` and `use`. */
  published(): Promise<JWK[]>;
}
