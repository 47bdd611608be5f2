import { ProtocolError } from '@zk-income/credential';

/**
 * Limits the number of concurrent calls. The proof queue has its own limit, but calls that wait for a slow store would
 * otherwise accumulate in memory. Rejects calls over the limit without queueing them.
 */
export class ConcurrencyLimiter {
  private running = 0;

  constructor(private readonly limit: number) {}

  /** @throws ProtocolError `overloaded` over the limit */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.limit) throw new ProtocolError('overloaded');
    this.running += 1;
    try {
      return await task();
    } finally {
      this.running -= 1;
    }
  }
}
