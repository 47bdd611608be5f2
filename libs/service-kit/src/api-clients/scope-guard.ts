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
import type { ApiClient, ApiClientStore, Scope } from '@zk-income/credential';
import type { FastifyRequest } from 'fastify';
import { ApiProblems } from '../openapi/api-problems.js';
import { CHALLENGE } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { API_CLIENT_STORE } from '../tokens.js';
import { bearerKeyHash, bearerKeyOf } from './bearer-key.js';

const SCOPE = 'scope';
const clients = new WeakMap<FastifyRequest, Caller>();

/** Who calls, and with which key. */
export interface Caller {
  readonly client: ApiClient;
  readonly key: string;
}

/** The caller of a request that a scope guard let through. */
export const callerOf = (request: FastifyRequest): Caller | undefined => clients.get(request);

/** Lets a client through whose key is known (else 401) and that has the scope of the route (else 403). */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    @Inject(API_CLIENT_STORE) private readonly store: ApiClientStore,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = bearerKeyOf(request.headers.authorization);
    const client = key === undefined ? undefined : await this.store.findByKeyHash(bearerKeyHash(key));
    if (key === undefined || client === undefined) {
      throw new ServiceError('unauthorized', 'Authorization: Bearer with a key of this service.', {
        headers: CHALLENGE,
      });
    }
    const scope = this.reflector.get<Scope>(SCOPE, context.getHandler());
    if (!client.scopes.includes(scope)) {
      const challenge = `${CHALLENGE['www-authenticate']}, error="insufficient_scope", scope="${scope}"`;
      throw new ServiceError('insufficient_scope', `The scope ${scope} is needed.`, {
        headers: { 'www-authenticate': challenge },
      });
    }
    clients.set(request, { client, key });
    return true;
  }
}

/** Opens a route to API clients with a scope, and says so in the API's description. */
export const RequireScope = (scope: Scope) =>
  applyDecorators(
    SetMetadata(SCOPE, scope),
    UseGuards(ScopeGuard),
    ApiBearerAuth(),
    ApiProblems('unauthorized', 'insufficient_scope'),
  );

/** The calling client, on routes with `@RequireScope`. */
export const Client = createParamDecorator((_: unknown, context: ExecutionContext): ApiClient => {
  const caller = callerOf(context.switchToHttp().getRequest());
  if (caller === undefined) throw new TypeError('a route with @Client needs @RequireScope');
  return caller.client;
});
