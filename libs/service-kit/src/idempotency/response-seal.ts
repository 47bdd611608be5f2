import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { bearerKeyBytes } from '@zk-income/api-clients';
import { canonicalJson } from '@zk-income/credential';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
  private readonly encryptionKey: Buffer;
  private readonly fingerprintKey: Buffer;

  constructor(bearerKey: string, scope: SealScope) {
    const secret = bearerKeyBytes(bearerKey);
    if (!secret) throw new TypeError('not a bearer key');
    const derive = (label: string) =>
      Buffer.from(hkdfSync('sha256', secret, SALT, `${label} ${scopeText(scope)}`, KEY_BYTES));
    this.encryptionKey = derive('encryption');
    this.fingerprintKey = derive('fingerprint');
  }

  /** Equal for bodies that are the same JSON value. */
  fingerprint(body: unknown): Uint8Array {
    return createHmac('sha256', this.fingerprintKey)
      .update(canonicalJson(body ?? null))
      .digest();
  }

  /** nonce ‖ ciphertext ‖ tag */
  seal(response: unknown, fingerprint: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.encryptionKey, nonce);
    cipher.setAAD(fingerprint);
    const text = Buffer.from(JSON.stringify(response));
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error for data that was not sealed for this client, endpoint, Idempotency-Key and body */
  open(sealed: Uint8Array, fingerprint: Uint8Array): unknown {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.encryptionKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(fingerprint);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString());
  }
}
