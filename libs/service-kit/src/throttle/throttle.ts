import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { throttledRequests } from '../observability/instruments.js';
import { ServiceError } from '../problems/service-error.js';

const MINUTE = 60;

export interface ThrottleOptions {
  /** Names the throttle in the metrics. */
  readonly kind: string;
  readonly perMinute: number;
  /** The detail of the error over the limit. */
  readonly detail: string;
}

/**
 * Limits failed calls by a key, such as the client address. A call is counted before its work, so that concurrent calls
 * cannot exceed the limit, and uncounted if it did not fail. Most of the limit is a burst; the rest accrues continuously,
 * so that a key over its limit is never locked out for a whole minute. Each replica counts in memory: this protects its
 * CPU and the store, and no security property depends on it.
 */
export class Throttle {
  private readonly steady: RateLimiterMemory;
  private readonly burst: RateLimiterMemory;

  constructor(private readonly options: ThrottleOptions) {
    const { kind, perMinute } = options;
    const points = Math.max(1, Math.floor(perMinute / MINUTE));
    const duration = Math.max(1, MINUTE / perMinute);
    this.steady = new RateLimiterMemory({ keyPrefix: `${kind} steady`, points, duration });
    this.burst = new RateLimiterMemory({ keyPrefix: kind, points: perMinute - points, duration: MINUTE });
  }

  /**
   * Counts a call.
   *
   * @returns uncounts it
   * @throws ServiceError `rate_limited` with Retry-After
   */
  async take(key: string): Promise<() => void> {
    for (const limiter of [this.burst, this.steady]) {
      if (limiter.points > 0 && (await consume(limiter, key)) === undefined) {
        return () => void limiter.reward(key).catch(() => undefined);
      }
    }
    const seconds = Math.max(1, Math.ceil(((await this.steady.get(key))?.msBeforeNext ?? 0) / 1000));
    throttledRequests.inc({ kind: this.options.kind });
    throw new ServiceError('rate_limited', this.options.detail, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

/** Undefined if the call is within the limit. */
function consume(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | undefined> {
  return limiter.consume(key).then(
    () => undefined,
    (exceeded: RateLimiterRes) => exceeded,
  );
}
