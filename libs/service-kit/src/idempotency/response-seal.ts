import { createHmac } from 'node:crypto';
import { bearerKeyBytes } from '@zk-income/api-clients';
import { canonicalJson } from '@zk-income/credential';
import { deriveKey, openSealed, seal } from '../sealing/sealing.js';

const SALT = 'zk-income idempotency v1';

/** What a stored response is bound to: one client, endpoint and Idempotency-Key. */
export interface SealScope {
  readonly clientId: string;
  readonly endpoint: string;
  readonly idempotencyKey: string;
}

/** The canonical text of a scope. */
export const scopeText = ({ clientId, endpoint, idempotencyKey }: SealScope): string =>
  canonicalJson([clientId, endpoint, idempotencyKey]);

/**
 * Encrypts responses that are stored for retries, under keys derived from the caller's bearer key, of which the store
 * has only a hash. HKDF-SHA256 over the bearer key (salt `SALT`, info: label and scope) derives two keys: one for
 * AES-256-GCM, and one for the HMAC-SHA256 fingerprint of the body. (From a plain hash, the income in the body could be
 * found by trying all amounts.) The fingerprint is the additional authenticated data of the encryption.
 */
export class ResponseSeal {
  private readonly encryptionKey: Uint8Array;
  private readonly fingerprintKey: Uint8Array;
  private readonly derive: (label: string) => Uint8Array;

  constructor(bearerKey: string, scope: SealScope) {
    const secret = bearerKeyBytes(bearerKey);
    if (!secret) throw new TypeError('not a bearer key');
    this.derive = (label) => deriveKey(secret, SALT, `${label} ${scopeText(scope)}`);
    this.encryptionKey = this.derive('encryption');
    this.fingerprintKey = this.derive('fingerprint');
  }

  /** Equal for bodies that are the same JSON value. */
  fingerprint(body: unknown): Uint8Array {
    return createHmac('sha256', this.fingerprintKey)
      .update(canonicalJson(body ?? null))
      .digest();
  }

  /** 256 secret bits, base64url, that a retry of the operation gets as well. */
  secretOf(operation: string): string {
    return Buffer.from(this.derive(`operation ${operation}`)).toString('base64url');
  }

  /** nonce ‖ ciphertext ‖ tag */
  seal(response: unknown, fingerprint: Uint8Array): Uint8Array {
    return seal(this.encryptionKey, JSON.stringify(response), fingerprint);
  }

  /** @throws Error for data that was not sealed for this client, endpoint, Idempotency-Key and body */
  open(sealed: Uint8Array, fingerprint: Uint8Array): unknown {
    return JSON.parse(openSealed(this.encryptionKey, sealed, fingerprint));
  }
}
