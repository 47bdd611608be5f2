import { createPublicKey, verify } from 'node:crypto';
import {
  type Clock,
  publicJwkOf,
  type SigningKey,
  type SigningKeys,
  systemClock,
} from '@zk-income/credential';
import type { JWK } from 'jose';
import { importNodeSigningKey } from './import-signing-key.js';
import { isPublished } from './key-stages.js';
import { type KeyStage, type KeyVault, KeyVaultError, type KeyVersion } from './key-vault.js';

/** The public facts of a key, for metrics and listings. */
export interface KeyDescription {
  readonly kid: string;
  readonly stage: KeyStage;
  readonly createdAt?: number | undefined;
  readonly publishedUntil?: number | undefined;
}

interface LoadedKeys {
  readonly signing: SigningKey;
  readonly versions: readonly { readonly version: KeyVersion; readonly publicJwk: JWK }[];
}

/** What happened while the keys were refreshed from the vault. */
export type KeyEvent =
  | { readonly type: 'refresh_failed'; readonly reason: string }
  | { readonly type: 'signing_key_changed'; readonly kid: string };

export interface RotatingSigningKeysOptions {
  readonly clock?: Clock;
  /** Age in seconds at which cached keys are read from the vault again; 60 by default. */
  readonly refreshSeconds?: number;
  readonly onEvent?: (event: KeyEvent) => void;
}

/**
 * Signs with the current key of a vault and publishes every key that verifiers may still need. Keys older than
 * `refreshSeconds` are read again, so that a running service picks up a rotation. If the vault cannot be read, the
 * cached keys stay in use: an outage of the vault does not stop a running service.
 */
export class RotatingSigningKeys implements SigningKeys {
  private refreshing: Promise<void> | undefined;
  private refreshedAt: number;
  private failures = 0;

  private constructor(
    private readonly vault: KeyVault,
    private keys: LoadedKeys,
    private readonly clock: Clock,
    private readonly refreshMs: number,
    private readonly onEvent: (event: KeyEvent) => void,
  ) {
    this.refreshedAt = clock.now();
  }

  /** @throws KeyVaultError if the vault cannot be read, is empty, or contains an invalid key */
  static async open(
    vault: KeyVault,
    { clock = systemClock, refreshSeconds = 60, onEvent = () => undefined }: RotatingSigningKeysOptions = {},
  ): Promise<RotatingSigningKeys> {
    return new RotatingSigningKeys(vault, await load(vault), clock, refreshSeconds * 1000, onEvent);
  }

  async current(): Promise<SigningKey> {
    await this.refreshIfDue();
    return this.keys.signing;
  }

  async published(): Promise<JWK[]> {
    await this.refreshIfDue();
    const now = this.clock.now() / 1000;
    return this.keys.versions
      .filter(({ version }) => isPublished(version, now))
      .map(({ publicJwk }) => publicJwk);
  }

  /** The cached keys; does not read the vault. */
  get described(): readonly KeyDescription[] {
    return this.keys.versions.map(({ publicJwk, version: { stage, createdAt, publishedUntil } }) => ({
      kid: publicJwk.kid!,
      stage,
      createdAt,
      publishedUntil,
    }));
  }

  /** Consecutive refreshes that failed. */
  get failedRefreshes(): number {
    return this.failures;
  }

  private async refreshIfDue(): Promise<void> {
    if (this.clock.now() - this.refreshedAt < this.refreshMs) return;
    this.refreshing ??= this.refresh().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  private async refresh(): Promise<void> {
    const before = this.keys.signing.kid;
    try {
      this.keys = await load(this.vault);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      const reason = error instanceof KeyVaultError ? error.message : (error as Error).name;
      this.onEvent({ type: 'refresh_failed', reason });
    }
    // Also after a failure, so that a failing vault is not called for every signature.
    this.refreshedAt = this.clock.now();
    if (this.keys.signing.kid !== before)
      this.onEvent({ type: 'signing_key_changed', kid: this.keys.signing.kid });
  }
}

async function load(vault: KeyVault): Promise<LoadedKeys> {
  const versions = await vault.read();
  const current = versions.find(({ stage }) => stage === 'current');
  if (!current) {
    throw new KeyVaultError(
      `No current key in ${vault.location}. Create one: npm run keys -- rotate --service SERVICE`,
    );
  }
  const signing = await importCurrent(vault.location, current);
  return {
    signing,
    versions: await Promise.all(versions.map((version) => publicPart(vault.location, version))),
  };
}

async function importCurrent(location: string, { privateJwk }: KeyVersion): Promise<SigningKey> {
  const publicJwk = publicJwkOf(privateJwk);
  const key = await importNodeSigningKey(privateJwk).catch(() => undefined);
  if (!publicJwk || key?.alg !== 'ES256')
    throw KeyVaultError.corrupt(
      location,
      'it contains no private P-256 key that may sign (use, key_ops, alg)',
    );
  if (!(await signsFor(key, publicJwk))) {
    throw KeyVaultError.corrupt(location, 'its private and public parts do not match');
  }
  return key;
}

async function publicPart(location: string, version: KeyVersion) {
  const publicJwk = publicJwkOf(version.privateJwk);
  const key = await importNodeSigningKey(version.privateJwk).catch(() => undefined);
  if (!publicJwk || key?.alg !== 'ES256')
    throw KeyVaultError.corrupt(
      location,
      'it contains no private P-256 key that may sign (use, key_ops, alg)',
    );
  if (version.privateJwk.kid !== undefined && version.privateJwk.kid !== key.kid) {
    throw KeyVaultError.corrupt(location, 'its kid is not the thumbprint of its key');
  }
  return { version, publicJwk: { ...publicJwk, kid: key.kid, alg: key.alg, use: 'sig' } as JWK };
}

async function signsFor(key: SigningKey, publicJwk: object): Promise<boolean> {
  const data = 'zk-income key check';
  const signature = Buffer.from(await key.sign(data), 'base64url');
  const publicKey = createPublicKey({ key: publicJwk as import('node:crypto').JsonWebKey, format: 'jwk' });
  return verify('sha256', Buffer.from(data), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
