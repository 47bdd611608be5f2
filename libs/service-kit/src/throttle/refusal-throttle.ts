import { isIPv6 } from 'node:net';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { from, type Observable, switchMap, tap } from 'rxjs';
import { ApiProblems } from '../openapi/api-problems.js';
import { describeCode } from '../problems/catalogue.js';
import { answerFor } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { REFUSAL_LIMIT } from '../tokens.js';

const WINDOW_SECONDS = 60;

/** Who an address belongs to: itself, or the /64 network of an IPv6 address, of which one host has all. */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = new Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill('0');
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/**
 * Counts refused presentations by address and turns an address away that had too many within a minute. In the
 * memory of one process: it spares this replica's time, and no guarantee rests on it.
 */
@Injectable()
export class RefusalThrottle implements NestInterceptor {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(REFUSAL_LIMIT) private readonly limit: number) {
    this.limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const group = addressGroup(context.switchToHttp().getRequest<{ ip: string }>().ip);
    const counted = () =>
      next.handle().pipe(
        tap({
          next: (verdict: { verified: boolean }) => verdict.verified || this.count(group),
          // What goes wrong here is not the caller's refusal.
          error: (error: unknown) => describeCode(answerFor(error).code).status < 500 && this.count(group),
        }),
      );
    return from(this.assertAllowed(group)).pipe(switchMap(counted));
  }

  private async assertAllowed(group: string): Promise<void> {
    const counted = await this.limiter.get(group);
    // What is over is forgotten by a timer, which does not run while an instance of a function is frozen.
    if (counted === null || counted.msBeforeNext <= 0 || counted.consumedPoints < this.limit) return;
    const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
    throw new ServiceError('rate_limited', 'Too many refused presentations came from this address.', {
      headers: { 'retry-after': String(seconds) },
    });
  }

  private count(group: string): void {
    // Rejects where the limit is passed, which the next request will notice.
    this.limiter.consume(group).catch(() => undefined);
  }
}

export const ThrottleRefusals = () =>
  applyDecorators(UseInterceptors(RefusalThrottle), ApiProblems('rate_limited'));
