import { createPublicKey, verify } from 'node:crypto';
import { Logger } from '@nestjs/common';
import {
  type Clock,
  type KeyStage,
  type KeyVault,
  KeyVaultError,
  type KeyVersion,
  publicJwkOf,
  type SigningKey,
  type SigningKeys,
  systemClock,
} from '@zk-income/credential';
import type { JWK } from 'jose';
import { importSigningKeyOnServer } from '../signatures/signing-key.js';
import { isPublished } from './key-stages.js';

/** What operators may see of a key. */
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

export interface RotatingSigningKeysOptions {
  readonly clock?: Clock;
  /** Seconds after which the vault is asked again; 60 unless given. */
  readonly refreshSeconds?: number;
}

/**
 * Signs with the current key of a vault and publishes all that others may still meet. The vault is asked again
 * when what it said is older than a while, so that a rotation is picked up without a restart. Where it cannot
 * be asked, what it said last holds: an outage of the vault stops no service that runs.
 */
export class RotatingSigningKeys implements SigningKeys {
  private readonly logger = new Logger('Keys');
  private refreshing: Promise<void> | undefined;
  private askedAt: number;
  private failures = 0;

  private constructor(
    private readonly vault: KeyVault,
    private keys: LoadedKeys,
    private readonly clock: Clock,
    private readonly refreshMs: number,
  ) {
    this.askedAt = clock.now();
  }

  /** @throws KeyVaultError where the vault cannot be read, is empty, or holds what is no key */
  static async open(
    vault: KeyVault,
    { clock = systemClock, refreshSeconds = 60 }: RotatingSigningKeysOptions = {},
  ): Promise<RotatingSigningKeys> {
    return new RotatingSigningKeys(vault, await load(vault), clock, refreshSeconds * 1000);
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

  /** As they were seen last; asks nobody. */
  get described(): readonly KeyDescription[] {
    return this.keys.versions.map(({ publicJwk, version: { stage, createdAt, publishedUntil } }) => ({
      kid: publicJwk.kid!,
      stage,
      createdAt,
      publishedUntil,
    }));
  }

  /** Times in a row that the vault could not be asked. */
  get failedRefreshes(): number {
    return this.failures;
  }

  private async refreshIfDue(): Promise<void> {
    if (this.clock.now() - this.askedAt < this.refreshMs) return;
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
      this.logger.error(`The keys could not be read again, those of before are used on. ${reason}`);
    }
    // Also after a failure, so that a vault in trouble is not asked with every signature.
    this.askedAt = this.clock.now();
    if (this.keys.signing.kid !== before)
      this.logger.log(`The key ${this.keys.signing.kid} signs from now on.`);
  }
}

async function load(vault: KeyVault): Promise<LoadedKeys> {
  const versions = await vault.read();
  const current = versions.find(({ stage }) => stage === 'current');
  if (!current) {
    throw new KeyVaultError(`There is no current key in ${vault.where}. Make one: npm run keys -- rotate.`);
  }
  const signing = await importCurrent(vault.where, current);
  return {
    signing,
    versions: await Promise.all(versions.map((version) => publicPart(vault.where, version))),
  };
}

async function importCurrent(where: string, { privateJwk }: KeyVersion): Promise<SigningKey> {
  const publicJwk = publicJwkOf(privateJwk);
  const key = await importSigningKeyOnServer(privateJwk).catch(() => undefined);
  if (!publicJwk || key?.alg !== 'ES256') throw KeyVaultError.damaged(where, 'it has no private P-256 key');
  if (!(await signsFor(key, publicJwk))) {
    throw KeyVaultError.damaged(where, 'its private and public parts do not fit');
  }
  return key;
}

async function publicPart(where: string, version: KeyVersion) {
  const publicJwk = publicJwkOf(version.privateJwk);
  const key = await importSigningKeyOnServer(version.privateJwk).catch(() => undefined);
  if (!publicJwk || key?.alg !== 'ES256') throw KeyVaultError.damaged(where, 'it has no private P-256 key');
  if (version.privateJwk.kid !== undefined && version.privateJwk.kid !== key.kid) {
    throw KeyVaultError.damaged(where, 'its kid is not the thumbprint of the key');
  }
  return { version, publicJwk: { ...publicJwk, kid: key.kid, alg: key.alg, use: 'sig' } as JWK };
}

async function signsFor(key: SigningKey, publicJwk: object): Promise<boolean> {
  const data = 'zk-income key check';
  const signature = Buffer.from(await key.sign(data), 'base64url');
  const publicKey = createPublicKey({ key: publicJwk as import('node:crypto').JsonWebKey, format: 'jwk' });
  return verify('sha256', Buffer.from(data), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
