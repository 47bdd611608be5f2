import { isIPv6 } from 'node:net';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { from, type Observable, switchMap, tap } from 'rxjs';
import { ApiProblems } from '../openapi/api-problems.js';
import { describeCode } from '../problems/catalogue.js';
import { problemFor } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { REFUSAL_LIMIT } from '../tokens.js';

const THROTTLED = Symbol('throttled');
const WINDOW_SECONDS = 60;

/** The unit of throttling: an IPv4 address, or the /64 network of an IPv6 address, because one host may own all of it. */
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
 * Counts refused presentations per client address on routes with `@ThrottleRefusals`, and responds with 429 over the
 * limit per minute. Each replica counts in memory: this protects its CPU, and no security property depends on it.
 */
@Injectable()
export class RefusalThrottleInterceptor implements NestInterceptor {
  private readonly limiter: RateLimiterMemory;

  constructor(
    @Inject(REFUSAL_LIMIT) private readonly limit: number,
    private readonly reflector: Reflector,
  ) {
    this.limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get<boolean>(THROTTLED, context.getHandler())) return next.handle();
    const group = addressGroup(context.switchToHttp().getRequest<{ ip: string }>().ip);
    const counted = () =>
      next.handle().pipe(
        tap({
          next: (verdict: { verified: boolean }) => verdict.verified || this.count(group),
          // Server errors do not count against the client.
          error: (error: unknown) => describeCode(problemFor(error).code).status < 500 && this.count(group),
        }),
      );
    return from(this.assertAllowed(group)).pipe(switchMap(counted));
  }

  private async assertAllowed(group: string): Promise<void> {
    const counted = await this.limiter.get(group);
    // The library removes expired entries with a timer, which does not run while a Lambda instance is frozen.
    if (counted === null || counted.msBeforeNext <= 0 || counted.consumedPoints < this.limit) return;
    const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
    throw new ServiceError('rate_limited', 'Too many refused presentations from this address.', {
      headers: { 'retry-after': String(seconds) },
    });
  }

  private count(group: string): void {
    // `consume` rejects over the limit; `assertAllowed` enforces the limit on the next request.
    this.limiter.consume(group).catch(() => undefined);
  }
}

/** Throttles client addresses by their refused presentations, and documents the error. */
export const ThrottleRefusals = () =>
  applyDecorators(SetMetadata(THROTTLED, true), ApiProblems('rate_limited'));
