import type { JWK } from 'jose';

/** Published but not signing yet; signing; replaced by the one that signs; replaced before that. */
export type KeyStage = 'next' | 'current' | 'previous' | 'earlier';

/** One signing key where it is kept. */
export interface KeyVersion {
  /** What the vault calls it. */
  readonly id: string;
  readonly stage: KeyStage;
  readonly privateJwk: JWK;
  /** Seconds since the epoch; absent where nobody wrote it down. */
  readonly createdAt?: number | undefined;
  /** Seconds since the epoch until when others may still meet its signatures. */
  readonly publishedUntil?: number | undefined;
}

/** Where signing keys are kept and rotated: at most one `next`, one `current` and one `previous`. */
export interface KeyVault {
  /** What to call the vault in a message. */
  readonly where: string;
  /** All versions, none where no key was ever made. Rejects where the vault cannot be read. */
  read(): Promise<readonly KeyVersion[]>;
  /** Keeps a new key as `next`, in the place of another; as `current` where there is none. */
  add(privateJwk: JWK): Promise<void>;
  /**
   * Makes `next` the `current` key, `current` the `previous` one, to be published until then, and `previous` an
   * `earlier` one. Safe to repeat after a crash half-way. Does nothing without a `next`.
   */
  promote(publishedUntil: number): Promise<void>;
  /** Forgets a version. Refuses the `current` one. */
  remove(id: string): Promise<void>;
}

/** Why keys cannot be used; the message says what is wrong and what to do, and holds nothing of a key. */
export class KeyVaultError extends Error {
  override readonly name = 'KeyVaultError';
  readonly code = 'keys_unusable';

  static damaged(where: string, reason: string): KeyVaultError {
    const name = `${where.charAt(0).toUpperCase()}${where.slice(1)}`;
    return new KeyVaultError(
      `${name} is damaged: ${reason}. Restore it from a copy, or put it away to start with a new key; ` +
        'what the old key signed is then no longer accepted.',
    );
  }
}
