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
import { describeCode, type ProblemCode } from '../problems/catalogue.js';
import { problemFor } from '../problems/problem.js';
import { REFUSAL_LIMITS } from '../tokens.js';
import { BoundedSet } from './bounded-set.js';
import { Throttle } from './throttle.js';

export const THROTTLED = Symbol('throttled');
const KNOWN_REQUESTS = 50_000;
/** Errors of a request that exists. */
const EXISTS: readonly ProblemCode[] = ['request_expired', 'request_already_answered', 'too_many_attempts'];

/** Limits per minute. */
export interface RefusalLimits {
  /** Refused presentations of one request from one address. */
  readonly refused: number;
  /** Presentations from one address of requests that do not exist. */
  readonly unknown: number;
}

/** The ids of requests that exist, as far as this replica has seen. */
@Injectable()
export class KnownRequests extends BoundedSet {
  constructor() {
    super({ capacity: KNOWN_REQUESTS });
  }
}

/** The id in a body, whose shape has not been checked yet; undefined if it cannot be one. */
function requestIdOf(body: unknown): string | undefined {
  const id = (body as { request_id?: unknown } | null | undefined)?.request_id;
  return typeof id === 'string' && id.length <= MAX_INPUT_CHARACTERS ? id : undefined;
}

/**
 * Throttles presentations on routes with `@ThrottleRefusals`: those of unknown requests by address, and refused ones by
 * address and request. An address from which others send junk can therefore still answer its own requests: at once if
 * this replica knows the request, otherwise as soon as the limit of the address allows one more lookup. What is rejected
 * without a store access is not counted.
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
      detail: 'Too many refused presentations of this request from this address.',
    });
    this.unknown = new Throttle({
      kind: 'unknown_request',
      perMinute: limits.unknown,
      detail: 'Too many presentations of unknown requests from this address.',
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get<boolean>(THROTTLED, context.getHandler())) return next.handle();
    const { ip, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const id = requestIdOf(body);
    return id === undefined ? next.handle() : from(this.throttled(addressGroup(ip), id, next));
  }

  private async throttled(address: string, id: string, next: CallHandler): Promise<unknown> {
    const isKnown = this.known.has(id);
    const uncount = await (isKnown ? this.refused.take(`${address} ${id}`) : this.unknown.take(address));
    try {
      const verdict = (await firstValueFrom(next.handle())) as { verified: boolean };
      this.known.add(id);
      if (verdict.verified || !isKnown) uncount();
      return verdict;
    } catch (error) {
      const { code } = problemFor(error);
      if (EXISTS.includes(code)) this.known.add(id);
      if (code === 'request_unknown') this.known.delete(id);
      else if (!isKnown || describeCode(code).status >= 500) uncount();
      throw error;
    }
  }
}

/** Throttles refused presentations and those of unknown requests by client address, and documents the error. */
export const ThrottleRefusals = () =>
  applyDecorators(SetMetadata(THROTTLED, true), ApiProblems('rate_limited'));
