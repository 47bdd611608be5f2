import { ProtocolError } from '@zk-income/credential';

export interface ConcurrencyLimits {
  readonly total: number;
  /** Concurrent calls with the same key. Less than `total`, so that calls with one key cannot reject all others. */
  readonly perKey: number;
}

/**
 * Limits the number of concurrent calls. The proof queue has its own limit, but calls that wait for a slow store would
 * otherwise accumulate in memory. Rejects calls over a limit without queueing them.
 */
export class ConcurrencyLimiter {
  private running = 0;
  private readonly runningByKey = new Map<string, number>();

  constructor(private readonly limits: ConcurrencyLimits) {}

  /** @throws ProtocolError `overloaded` over a limit */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const sameKey = this.runningByKey.get(key) ?? 0;
    if (this.running >= this.limits.total || sameKey >= this.limits.perKey) {
      throw new ProtocolError('overloaded');
    }
    this.running += 1;
    this.runningByKey.set(key, sameKey + 1);
    try {
      return await task();
    } finally {
      this.running -= 1;
      const left = this.runningByKey.get(key)! - 1;
      if (left === 0) this.runningByKey.delete(key);
      else this.runningByKey.set(key, left);
    }
  }
}
