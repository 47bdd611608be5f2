import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
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
import { clientRefusals } from '../observability/instruments.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { CHALLENGE } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { API_CLIENT_STORE, CLOCK } from '../tokens.js';

const SCOPE = 'scope';
const clients = new WeakMap<FastifyRequest, Caller>();

/** Who calls, and with which key. */
export interface Caller {
  readonly client: ApiClient;
  readonly key: string;
}

/** The caller of a request whose key and scope a guard has found good. */
export const callerOf = (request: FastifyRequest): Caller | undefined => clients.get(request);

/**
 * Lets a client through whose key is good (else 401), that has the scope of the route (else 403) and something left
 * of its plan (else 429). Comes before anything else is read or written for the request.
 */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    @Inject(API_CLIENT_STORE) private readonly store: ApiClientStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = await this.identify(request);
    this.assertScope(caller.client, context);
    clients.set(request, caller);
    const decision = await this.limiter.take(caller.client);
    const { budget, limits, now } = decision;
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(budget, limits, now));
    if (!decision.isAllowed) throw rateLimitError(decision);
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Caller> {
    const key = bearerKeyOf(request.headers.authorization);
    const client = key === undefined ? undefined : await this.store.findByKeyHash(bearerKeyHash(key));
    if (
      key === undefined ||
      client === undefined ||
      isDisabled(client) ||
      isExpired(client, this.clock.now() / 1000)
    ) {
      throw new ServiceError('unauthorized', 'Authorization: Bearer with a key of this service.', {
        headers: CHALLENGE,
      });
    }
    return { client, key };
  }

  private assertScope(client: ApiClient, context: ExecutionContext): void {
    const scope = this.reflector.get<Scope>(SCOPE, context.getHandler());
    if (client.scopes.includes(scope)) return;
    const challenge = `${CHALLENGE['www-authenticate']}, error="insufficient_scope", scope="${scope}"`;
    throw new ServiceError('insufficient_scope', `The scope ${scope} is needed.`, {
      headers: { 'www-authenticate': challenge },
    });
  }
}

function rateLimitError({ budget, limits, now }: RateLimitDecision): ServiceError {
  const violatedPolicies = exhaustedPolicies(budget, limits, now);
  const seconds = retryAfterSeconds(violatedPolicies, budget, limits, now);
  const [code, detail] = violatedPolicies.includes('month')
    ? (['quota_exceeded', `The plan allows ${limits.perMonth} requests a month.`] as const)
    : ([
        'rate_exceeded',
        `The plan allows ${limits.perMinute} requests a minute and ${limits.burst} at once.`,
      ] as const);
  clientRefusals.inc({ code });
  return new ServiceError(code, detail, { headers: { 'retry-after': String(seconds) }, violatedPolicies });
}

/** Opens a route to API clients with a scope, within their plans, and says so in the API's description. */
export const RequireScope = (scope: Scope) =>
  applyDecorators(
    SetMetadata(SCOPE, scope),
    UseGuards(ScopeGuard),
    ApiBearerAuth(),
    ApiProblems('unauthorized', 'insufficient_scope', 'rate_exceeded', 'quota_exceeded', 'unavailable'),
  );

/** The calling client, on routes with `@RequireScope`. */
export const Client = createParamDecorator((_: unknown, context: ExecutionContext): ApiClient => {
  const caller = callerOf(context.switchToHttp().getRequest());
  if (caller === undefined) throw new TypeError('a route with @Client needs @RequireScope');
  return caller.client;
});
