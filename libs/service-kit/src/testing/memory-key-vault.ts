import type { KeyVault, KeyVersion } from '@zk-income/credential';
import type { JWK } from 'jose';
import { promoted, withKey } from '../keys/key-stages.js';

/** A vault in memory that can be out of order, and counts how often it is asked. */
export class MemoryKeyVault implements KeyVault {
  readonly where = 'the memory of a test';
  versions: readonly KeyVersion[] = [];
  failure: Error | undefined;
  reads = 0;

  constructor(private readonly now: () => number) {}

  async read(): Promise<readonly KeyVersion[]> {
    this.reads += 1;
    if (this.failure) throw this.failure;
    return this.versions;
  }

  async add(privateJwk: JWK): Promise<void> {
    this.versions = withKey(this.versions, privateJwk, this.now());
  }

  async promote(publishedUntil: number): Promise<void> {
    this.versions = promoted(this.versions, publishedUntil);
  }

  async remove(id: string): Promise<void> {
    this.versions = this.versions.filter((version) => version.id !== id);
  }
}
