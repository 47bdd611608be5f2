import type { JWK } from 'jose';
import { addKey, promoteNext } from '../key-stages.js';
import type { KeyVault, KeyVersion } from '../key-vault.js';

/** An in-memory vault that counts reads and can be made to fail. */
export class MemoryKeyVault implements KeyVault {
  readonly location = 'the memory of a test';
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
    this.versions = addKey(this.versions, privateJwk, this.now());
  }

  async promote(publishedUntil: number): Promise<void> {
    this.versions = promoteNext(this.versions, publishedUntil);
  }

  async remove(id: string): Promise<void> {
    this.versions = this.versions.filter((version) => version.id !== id);
  }
}
