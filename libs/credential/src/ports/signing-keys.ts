import type { JWK } from 'jose';

export type SignatureAlgorithm = 'ES256' | 'EdDSA';

export interface SigningKey {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** The JOSE signature over ASCII text, base64url. */
  sign(data: string): Promise<string>;
}

export interface SigningKeys {
  /** The key that signs now. */
  current(): Promise<SigningKey>;
  /** Public keys, with `kid`, `alg` and `use`, that verifiers may still meet. */
  published(): Promise<JWK[]>;
}
