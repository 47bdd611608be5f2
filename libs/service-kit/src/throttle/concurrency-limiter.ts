import { ProtocolError } from '@zk-income/credential';

/**
 * Limits the calls that run at once, whatever they wait for: the queue of proofs has a limit of its own, calls to a slow
 * store have none. Rejects calls over the limit at once, before memory grows.
 */
export class ConcurrencyLimiter {
  private running = 0;

  constructor(private readonly limit: number) {}

  /** @throws ProtocolError `overloaded` beyond the limit */
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
