import { ProtocolError } from '@zk-income/credential';

/**
 * Bounds what a service works on at once, whatever it waits for: the proofs' queue has a bound of its own, calls
 * to a slow store have none. Who comes when all places are taken is turned away before memory grows.
 */
export class Places {
  private taken = 0;

  constructor(private readonly places: number) {}

  /** @throws ProtocolError `overloaded` when there is no place */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.taken >= this.places) throw new ProtocolError('overloaded');
    this.taken += 1;
    try {
      return await task();
    } finally {
      this.taken -= 1;
    }
  }
}
