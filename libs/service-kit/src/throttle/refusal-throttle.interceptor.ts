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
import { MAX_INPUT_CHARACTERS } from '@zk-income/credential';
import type { FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { addressGroup } from '../http/client-address.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { openidErrorFor } from '../openid/openid-error-body.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { REFUSAL_LIMITS } from '../tokens.js';
import { BoundedSet } from './bounded-set.js';
import { Throttle } from './throttle.js';

export const THROTTLED = Symbol('throttled');
/** A request has up to three ids: its own, that of its links, and that of its state. */
const KNOWN_REQUESTS = 150_000;
/** Errors of a request or offer that exists. */
const EXISTS: readonly ProblemCode[] = [
  'request_expired',
  'request_already_answered',
  'listing_closed',
  'too_many_attempts',
  'tx_code_required',
  'tx_code_throttled',
  'offer_not_collectable',
];
/** Errors of one that does not exist, or that is named by a wrong secret. */
const UNKNOWN: readonly ProblemCode[] = [
  'request_unknown',
  'listing_unknown',
  'offer_code_invalid',
  'access_token_invalid',
];

/** Limits per minute. */
export interface RefusalLimits {
  /** Refused presentations of one request from one address. */
  readonly refused: number;
  /** Presentations from one address of requests that do not exist. */
  readonly unknown: number;
}

/** The ids of requests, and of their links and states, that exist as far as this replica has seen. */
@Injectable()
export class KnownRequests extends BoundedSet {
  constructor() {
    super({ capacity: KNOWN_REQUESTS });
  }
}

/** How a route with `@ThrottleRefusals` names what it is called for, and which of its answers count. */
export interface ThrottledRoute {
  /** What has to exist, before its shape was checked; undefined if it cannot exist. Texts of different routes differ. */
  readonly idOf: (request: FastifyRequest) => unknown;
  /** Whether an answer that is no error counts towards the limit of what is refused. */
  readonly isCounted: (answer: unknown) => boolean;
}

/** Presentations in a JSON body, which are answered with a verdict. */
const VERDICTS: ThrottledRoute = {
  idOf: ({ body }) => (body as { request_id?: unknown } | null | undefined)?.request_id,
  isCounted: (verdict) => !(verdict as { verified: boolean }).verified,
};

/**
 * Throttles calls of routes with `@ThrottleRefusals`: those for unknown requests by address, and refused ones by address and
 * request. An address from which others send junk can therefore still answer its own requests: at once if this replica knows
 * the request, otherwise as soon as the limit of the address allows one more lookup. What is rejected without a store access
 * is not counted.
 */
@Injectable()
export class RefusalThrottleInterceptor implements NestInterceptor {
  private readonly refused: Throttle;
  private readonly unknown: Throttle;

  constructor(
    @Inject(REFUSAL_LIMITS) limits: RefusalLimits,
    private readonly known: KnownRequests,
    private readonly reflector: Reflector,
  ) {
    this.refused = new Throttle({
      kind: 'refused_presentation',
      perMinute: limits.refused,
      detail: 'Too many calls for this request from this address.',
    });
    this.unknown = new Throttle({
      kind: 'unknown_request',
      perMinute: limits.unknown,
      detail: 'Too many calls for unknown requests from this address.',
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<ThrottledRoute | undefined>(THROTTLED, context.getHandler());
    if (route === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const id = route.idOf(request);
    if (typeof id !== 'string' || id.length > MAX_INPUT_CHARACTERS) return next.handle();
    return from(this.throttled(route, addressGroup(request.ip), id, next));
  }

  private async throttled(
    { isCounted }: ThrottledRoute,
    address: string,
    id: string,
    next: CallHandler,
  ): Promise<unknown> {
    const isKnown = this.known.has(id);
    const uncount = await (isKnown ? this.refused.take(`${address} ${id}`) : this.unknown.take(address));
    try {
      const answer = await firstValueFrom(next.handle());
      this.known.add(id);
      if (!isKnown || !isCounted(answer)) uncount();
      return answer;
    } catch (error) {
      const { status, body } = openidErrorFor(error);
      if (body.code !== undefined && EXISTS.includes(body.code)) this.known.add(id);
      if (body.code !== undefined && UNKNOWN.includes(body.code)) this.known.delete(id);
      else if (!isKnown || status >= 500) uncount();
      throw error;
    }
  }
}

/**
 * Throttles what is refused and calls for unknown requests by client address, and documents the error.
 *
 * @param route by default that of presentations in a JSON body
 */
export const ThrottleRefusals = (route = VERDICTS) =>
  applyDecorators(SetMetadata(THROTTLED, route), ApiProblems('rate_limited'));
