import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { Clock, IdempotencyStore } from '@zk-income/credential';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { type Caller, callerOf } from '../api-clients/scope-guard.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ServiceError } from '../problems/service-error.js';
import { CLOCK, IDEMPOTENCY_STORE } from '../tokens.js';
import { ResponseSeal, type SealScope, scopeText } from './response-seal.js';

const IDEMPOTENT = Symbol('idempotent');
const HEADER = 'idempotency-key';
const FORMAT = /^[\x21-\x7e]{1,255}$/;
const RETENTION_SECONDS = 24 * 60 * 60;
/** After this time, a request that has not completed counts as failed, and a retry runs. */
const LEASE_SECONDS = 60;

/** The key of the record: a hash, so that the store does not contain the client's Idempotency-Key. */
const storeKey = (scope: SealScope): string =>
  createHash('sha256').update(scopeText(scope)).digest('base64url');

/**
 * Makes routes with `@Idempotent` safe to retry. A retry with the same Idempotency-Key and body gets the first response
 * again. Another body gets 409 `idempotency_key_reused`; a retry while the first request runs gets 409 `in_progress`.
 * A failed request releases the key. Without the header nothing is stored.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(
    @Inject(IDEMPOTENCY_STORE) private readonly store: IdempotencyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get<boolean>(IDEMPOTENT, context.getHandler())) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers[HEADER];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !FORMAT.test(key)) {
      throw new ServiceError(
        'invalid_idempotency_key',
        'Expected an Idempotency-Key of 1 to 255 visible ASCII characters.',
      );
    }
    const caller = callerOf(request);
    if (caller === undefined) throw new TypeError('A route with @Idempotent requires @RequireScope.');
    const endpoint = `${request.method} ${request.routeOptions.url}`;
    const scope = { clientId: caller.client.id, endpoint, idempotencyKey: key };
    return from(this.once(scope, caller, request, http.getResponse<FastifyReply>(), next));
  }

  private async once(
    scope: SealScope,
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const seal = new ResponseSeal(caller.key, scope);
    const fingerprint = seal.fingerprint(request.body);
    const name = storeKey(scope);
    const token = randomUUID();
    const now = Math.floor(this.clock.now() / 1000);
    const claim = await this.store.claim(name, {
      token,
      fingerprint,
      now,
      leaseUntil: now + LEASE_SECONDS,
      expiresAt: now + RETENTION_SECONDS,
    });
    if (claim === 'claimed')
      return this.run(name, token, next, (response) => seal.seal(response, fingerprint));
    if (!isEqual(claim.fingerprint, fingerprint)) throw new ServiceError('idempotency_key_reused');
    if (claim.state === 'in_progress') {
      throw new ServiceError('in_progress', undefined, { headers: { 'retry-after': '1' } });
    }
    reply.header('idempotency-replayed', 'true');
    return seal.open(claim.response!, fingerprint);
  }

  private async run(
    name: string,
    token: string,
    next: CallHandler,
    seal: (response: unknown) => Uint8Array,
  ): Promise<unknown> {
    let response: unknown;
    try {
      response = await firstValueFrom(next.handle());
    } catch (error) {
      await this.store
        .release(name, token)
        .catch(() => this.logger.warn('Could not release an Idempotency-Key.'));
      throw error;
    }
    // The caller gets the response even if it cannot be stored for retries.
    const stored = await this.store.complete(name, token, seal(response)).catch(() => false);
    if (!stored) this.logger.warn('Could not store a response for retries.');
    return response;
  }
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Makes a route safe to retry with an Idempotency-Key, and documents the header. Requires `@RequireScope`. */
export const Idempotent = () =>
  applyDecorators(
    SetMetadata(IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
      example: '8f14e45f-ceea-467f-a0e6-2b1d4f3c9a55',
    }),
    ApiProblems('invalid_idempotency_key', 'idempotency_key_reused', 'in_progress'),
  );
