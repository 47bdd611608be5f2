import type { ApiClient, ApiClientStore, IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';

/** Stores that keep their promises in memory. */
export class MemoryApiClientStore implements ApiClientStore {
  readonly clients = new Map<string, ApiClient>();

  async create(keyHash: string, client: ApiClient): Promise<void> {
    if (this.clients.has(keyHash)) throw new Error('taken');
    this.clients.set(keyHash, client);
  }

  async findByKeyHash(keyHash: string): Promise<ApiClient | undefined> {
    return this.clients.get(keyHash);
  }
}

type Kept = IdempotencyRecord & { token: string; leaseUntil: number; expiresAt: number };

export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly records = new Map<string, Kept>();

  async claim(
    key: string,
    claim: Parameters<IdempotencyStore['claim']>[1],
  ): Promise<'claimed' | IdempotencyRecord> {
    const found = this.records.get(key);
    const free =
      !found ||
      found.expiresAt <= claim.now ||
      (found.state === 'in_progress' && found.leaseUntil <= claim.now);
    if (!free) return found;
    this.records.set(key, { ...claim, state: 'in_progress' });
    return 'claimed';
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const found = this.records.get(key);
    if (found?.token !== token || found.state !== 'in_progress') return false;
    this.records.set(key, { ...found, state: 'completed', response });
    return true;
  }

  async release(key: string, token: string): Promise<void> {
    const found = this.records.get(key);
    if (found?.token === token && found.state === 'in_progress') this.records.delete(key);
  }
}
