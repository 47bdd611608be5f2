import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { bearerKeyBytes } from '@zk-income/api-clients';
import { canonicalJson } from '@zk-income/credential';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT = 'zk-income idempotency v1';

/** What an answer is kept for: one client, endpoint and Idempotency-Key. */
export interface AnswerScope {
  readonly clientId: string;
  readonly endpoint: string;
  readonly idempotencyKey: string;
}

/** Unambiguous text of a scope. */
export const scopeText = ({ clientId, endpoint, idempotencyKey }: AnswerScope): string =>
  canonicalJson([clientId, endpoint, idempotencyKey]);

/**
 * Encrypts what is kept for a retry, under keys that only the caller's bearer key gives: the store has of that
 * key a hash alone. Two outputs of HKDF-SHA256 over the bearer key, salt `SALT`, info a label and the scope:
 * one for AES-256-GCM, one for the HMAC-SHA256 that fingerprints the body (a plain hash of a body could be
 * searched for the income in it). The fingerprint is the additional data of the encryption.
 */
export class AnswerSeal {
  private readonly encryptionKey: Buffer;
  private readonly fingerprintKey: Buffer;

  constructor(bearerKey: string, scope: AnswerScope) {
    const secret = bearerKeyBytes(bearerKey);
    if (!secret) throw new TypeError('not a bearer key');
    const derive = (label: string) =>
      Buffer.from(hkdfSync('sha256', secret, SALT, `${label} ${scopeText(scope)}`, KEY_BYTES));
    this.encryptionKey = derive('encryption');
    this.fingerprintKey = derive('fingerprint');
  }

  /** Two bodies that are the same JSON have the same fingerprint. */
  fingerprint(body: unknown): Uint8Array {
    return createHmac('sha256', this.fingerprintKey)
      .update(canonicalJson(body ?? null))
      .digest();
  }

  /** nonce ‖ ciphertext ‖ tag */
  seal(answer: unknown, fingerprint: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.encryptionKey, nonce);
    cipher.setAAD(fingerprint);
    const text = Buffer.from(JSON.stringify(answer));
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws for anything that was not sealed for this client, endpoint, key and body. */
  open(sealed: Uint8Array, fingerprint: Uint8Array): unknown {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.encryptionKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(fingerprint);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString());
  }
}
