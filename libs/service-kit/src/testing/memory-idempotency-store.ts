import type { IdempotencyClaim, IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';

type StoredRecord = IdempotencyRecord & {
  token: string;
  operation: string;
  renewals: number;
  expiresAt: number;
};

/** An in-memory idempotency store for tests. */
export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly records = new Map<string, StoredRecord>();

  async claim(key: string, claim: IdempotencyClaim): Promise<'claimed' | IdempotencyRecord> {
    const existing = this.records.get(key);
    if (existing && claim.now < existing.expiresAt) return withLease(existing);
    this.records.set(key, { ...claim, renewals: 0, state: 'in_progress' });
    return 'claimed';
  }

  async takeOver(key: string, lease: string, { token }: IdempotencyClaim): Promise<string | undefined> {
    const found = this.records.get(key);
    if (found?.state !== 'in_progress' || withLease(found).lease !== lease) return undefined;
    this.records.set(key, { ...found, token, renewals: 0, isAbandoned: false });
    return found.operation;
  }

  async renew(key: string, token: string): Promise<void> {
    const found = this.owned(key, token);
    if (found) this.records.set(key, { ...found, renewals: found.renewals + 1 });
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const found = this.owned(key, token);
    if (found) this.records.set(key, { ...found, state: 'completed', response });
    return found !== undefined;
  }

  async release(key: string, token: string): Promise<void> {
    if (this.owned(key, token)) this.records.delete(key);
  }

  async abandon(key: string, token: string): Promise<void> {
    const found = this.owned(key, token);
    if (found) this.records.set(key, { ...found, isAbandoned: true });
  }

  private owned(key: string, token: string): StoredRecord | undefined {
    const found = this.records.get(key);
    return found?.token === token && found.state === 'in_progress' ? found : undefined;
  }
}

const withLease = (record: StoredRecord): StoredRecord => ({
  ...record,
  lease: `${record.token}/${record.renewals}`,
});
