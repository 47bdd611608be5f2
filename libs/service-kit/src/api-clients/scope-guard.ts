import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import {
  type ApiClient,
  type ApiClientStore,
  bearerKeyHash,
  bearerKeyOf,
  exhaustedPolicies,
  isDisabled,
  isExpired,
  type RateLimitDecision,
  RateLimiter,
  rateLimitHeaders,
  retryAfterSeconds,
  type Scope,
} from '@zk-income/api-clients';
import type { Clock } from '@zk-income/credential';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StatefulServiceConfig } from '../config/service-config.js';
import { addressGroup } from '../http/client-address.js';
import { clientRefusals } from '../observability/instruments.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { DETAILS } from '../problems/catalogue.js';
import { CHALLENGE } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { BoundedSet } from '../throttle/bounded-set.js';
import { Throttle } from '../throttle/throttle.js';
import { API_CLIENT_STORE, CLOCK } from '../tokens.js';
import { LIMIT_TEXTS } from './limit-texts.js';

export const SCOPE = Symbol('scope');
const REMEMBERED_KEYS = 10_000;
/** A key that was unknown may become known: the operator registers a client. */
const UNKNOWN_KEY_MILLISECONDS = 10_000;
const callers = new WeakMap<FastifyRequest, Caller>();

/** The authenticated client of a request, with the bearer key that it sent. */
export interface Caller {
  readonly client: ApiClient;
  readonly key: string;
}

/** The caller of a request that passed the guard; undefined on routes without `@RequireScope`. */
export const callerOf = (request: FastifyRequest): Caller | undefined => callers.get(request);

/**
 * Guards routes with `@RequireScope`: 401 without a valid key, 403 without the scope, 429 over the client's plan. Runs
 * before any other store access of the request. Keys that this replica has not accepted before are throttled by client
 * address, so that an attacker who guesses keys causes few store reads and does not affect clients behind the address.
 */
@Injectable()
export class ScopeGuard implements CanActivate {
  private readonly unauthorized: Throttle;
  /** Hashes of keys. */
  private readonly accepted = new BoundedSet({ capacity: REMEMBERED_KEYS });
  private readonly unknown = new BoundedSet({
    capacity: REMEMBERED_KEYS,
    milliseconds: UNKNOWN_KEY_MILLISECONDS,
  });

  constructor(
    @Inject(API_CLIENT_STORE) private readonly store: ApiClientStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
    config: StatefulServiceConfig,
  ) {
    this.unauthorized = new Throttle({
      kind: 'unauthorized',
      perMinute: config.MAX_UNAUTHORIZED_PER_MINUTE,
      detail: 'Too many requests with invalid API keys from this address.',
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const scope = this.reflector.get<Scope | undefined>(SCOPE, context.getHandler());
    if (scope === undefined) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = await this.authenticate(request);
    assertScope(caller.client, scope);
    callers.set(request, caller);
    const decision = await this.limiter.take(caller.client);
    const { budget, limits, now } = decision;
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(budget, limits, now));
    if (!decision.isAllowed) throw rateLimitError(decision);
    return true;
  }

  private async authenticate(request: FastifyRequest): Promise<Caller> {
    const key = bearerKeyOf(request.headers.authorization);
    if (key === undefined) throw unauthorizedError();
    const hash = bearerKeyHash(key);
    if (this.unknown.has(hash)) throw unauthorizedError();
    const uncount = this.accepted.has(hash)
      ? () => undefined
      : await this.unauthorized.take(addressGroup(request.ip));
    const client = await this.store.findByKeyHash(hash).catch((error: unknown) => {
      uncount();
      throw error;
    });
    if (client === undefined) this.unknown.add(hash);
    if (client === undefined || isDisabled(client) || isExpired(client, this.clock.now() / 1000)) {
      this.accepted.delete(hash);
      throw unauthorizedError();
    }
    uncount();
    this.accepted.add(hash);
    return { client, key };
  }
}

const unauthorizedError = (): ServiceError =>
  new ServiceError('unauthorized', DETAILS.unauthorized, { headers: CHALLENGE });

function assertScope(client: ApiClient, scope: Scope): void {
  if (client.scopes.includes(scope)) return;
  const challenge = `${CHALLENGE['www-authenticate']}, error="insufficient_scope", scope="${scope}"`;
  throw new ServiceError('insufficient_scope', `The scope ${scope} is required.`, {
    headers: { 'www-authenticate': challenge },
  });
}

function rateLimitError({ budget, limits, now }: RateLimitDecision): ServiceError {
  const violatedPolicies = exhaustedPolicies(budget, limits, now);
  const seconds = retryAfterSeconds(violatedPolicies, budget, limits, now);
  const code = violatedPolicies.includes('month') ? 'quota_exceeded' : 'rate_exceeded';
  clientRefusals.inc({ code });
  return new ServiceError(code, LIMIT_TEXTS[code](limits), {
    headers: { 'retry-after': String(seconds) },
    violatedPolicies,
  });
}

/** Requires an API client with this scope and within its plan, and documents both. */
export const RequireScope = (scope: Scope) =>
  applyDecorators(
    SetMetadata(SCOPE, scope),
    ApiSecurity('bearer'),
    ApiProblems(
      'unauthorized',
      'insufficient_scope',
      'rate_limited',
      'rate_exceeded',
      'quota_exceeded',
      'unavailable',
    ),
  );

/** The authenticated client, on routes with `@RequireScope`. */
export const AuthenticatedClient = createParamDecorator(
  (_: unknown, context: ExecutionContext): ApiClient => {
    const caller = callerOf(context.switchToHttp().getRequest());
    if (caller === undefined)
      throw new TypeError('A route with @AuthenticatedClient requires @RequireScope.');
    return caller.client;
  },
);

/** The hash of the API key of the call, on routes with `@RequireScope`: it names the key, and is no key. */
export const AuthenticatedKeyHash = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const caller = callerOf(context.switchToHttp().getRequest());
  if (caller === undefined) throw new TypeError('A route with @AuthenticatedKeyHash requires @RequireScope.');
  return bearerKeyHash(caller.key);
});
