import type { JWK } from 'jose';

/**
 * The life of a signing key: `next` is published and does not sign yet, `current` signs, `previous` was replaced by
 * the current key, `earlier` was replaced before that.
 */
export type KeyStage = 'next' | 'current' | 'previous' | 'earlier';

/** One signing key as a vault stores it. */
export interface KeyVersion {
  /** The vault's identifier of this version. */
  readonly id: string;
  readonly stage: KeyStage;
  readonly privateJwk: JWK;
  /** Seconds since the epoch; undefined where the vault did not record it. */
  readonly createdAt?: number | undefined;
  /** Seconds since the epoch until which the public key stays published. */
  readonly publishedUntil?: number | undefined;
}

/** Stores and rotates the signing keys of one service: at most one `next`, one `current` and one `previous`. */
export interface KeyVault {
  /** Names the vault in messages, e.g. "the secret zk-income/issuer". */
  readonly location: string;
  /** All versions; an empty list before the first key is created. Rejects if the vault cannot be read. */
  read(): Promise<readonly KeyVersion[]>;
  /** Stores a new key as `next`, replacing another `next`; as `current` if there is no current key. */
  add(privateJwk: JWK): Promise<void>;
  /**
   * Makes `next` the `current` key, `current` the `previous` key (published until the given time) and `previous` an
   * `earlier` key. Safe to repeat after a crash. Does nothing without a `next` key.
   */
  promote(publishedUntil: number): Promise<void>;
  /** Deletes a version. Rejects for the `current` key. */
  remove(id: string): Promise<void>;
}

/** Why keys cannot be used. The message says what is wrong and what to do, and contains no key material. */
export class KeyVaultError extends Error {
  override readonly name = 'KeyVaultError';
  readonly code = 'keys_unusable';

  static corrupt(location: string, reason: string): KeyVaultError {
    const name = `${location.charAt(0).toUpperCase()}${location.slice(1)}`;
    return new KeyVaultError(
      `${name} is corrupt: ${reason}. Restore it from a backup, or move it away to start with a new key; ` +
        'verifiers then reject everything that the old key signed.',
    );
  }

  static currentKeyInUse(): KeyVaultError {
    return new KeyVaultError('The current key cannot be removed. Rotate first, then remove it.');
  }
}
