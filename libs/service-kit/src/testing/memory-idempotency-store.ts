import type { IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';

type StoredRecord = IdempotencyRecord & { token: string; leaseUntil: number; expiresAt: number };

/** An in-memory idempotency store for tests. */
export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly records = new Map<string, StoredRecord>();

  async claim(
    key: string,
    claim: Parameters<IdempotencyStore['claim']>[1],
  ): Promise<'claimed' | IdempotencyRecord> {
    const existing = this.records.get(key);
    const isFree =
      !existing ||
      existing.expiresAt <= claim.now ||
      (existing.state === 'in_progress' && existing.leaseUntil <= claim.now);
    if (!isFree) return existing;
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
