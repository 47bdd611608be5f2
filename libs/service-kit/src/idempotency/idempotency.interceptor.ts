import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Clock, IdempotencyStore } from '@zk-income/credential';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { type Caller, callerOf } from '../api-clients/scope-guard.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ServiceError } from '../problems/service-error.js';
import { CLOCK, IDEMPOTENCY_STORE } from '../tokens.js';
import { type AnswerScope, AnswerSeal, scopeText } from './sealed-answer.js';

const HEADER = 'idempotency-key';
const FORMAT = /^[\x21-\x7e]{1,255}$/;
const RETENTION_SECONDS = 24 * 60 * 60;
/** After this a first run that never ended is taken for dead. */
const LEASE_SECONDS = 60;

/** Where a claim is kept: a hash, so that the store holds nothing of what a client chose as its key. */
const storeKey = (scope: AnswerScope): string =>
  createHash('sha256').update(scopeText(scope)).digest('base64url');

/**
 * Makes a POST that creates safe to repeat: with the same Idempotency-Key and body, the answer of the first time;
 * with another body 409 `idempotency_key_reused`; while the first still runs 409 `in_progress`. A run that fails
 * frees the key. Without the header nothing is kept.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(
    @Inject(IDEMPOTENCY_STORE) private readonly store: IdempotencyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers[HEADER];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !FORMAT.test(key)) {
      throw new ServiceError(
        'invalid_idempotency_key',
        'Idempotency-Key: 1 to 255 visible ASCII characters.',
      );
    }
    const caller = callerOf(request);
    if (caller === undefined) throw new TypeError('a route with @Idempotent needs @RequireScope');
    const endpoint = `${request.method} ${request.routeOptions.url}`;
    const scope = { clientId: caller.client.id, endpoint, idempotencyKey: key };
    return from(this.once(scope, caller, request, http.getResponse<FastifyReply>(), next));
  }

  private async once(
    scope: AnswerScope,
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const seal = new AnswerSeal(caller.key, scope);
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
    if (claim === 'claimed') return this.run(name, token, next, (answer) => seal.seal(answer, fingerprint));
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
    seal: (answer: unknown) => Uint8Array,
  ): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await firstValueFrom(next.handle());
    } catch (error) {
      await this.store.release(name, token).catch(() => this.logger.warn('A key could not be freed.'));
      throw error;
    }
    // What was made is made: the caller gets it even where it cannot be kept for a retry.
    const kept = await this.store.complete(name, token, seal(answer)).catch(() => false);
    if (!kept) this.logger.warn('An answer could not be kept for a retry.');
    return answer;
  }
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Lets clients repeat a POST safely, and says so in the API's description. Goes with `@RequireScope`. */
export const Idempotent = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes a retry safe for 24 hours: the same key and body get the same answer, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
      example: '8f14e45f-ceea-467f-a0e6-2b1d4f3c9a55',
    }),
    ApiProblems('invalid_idempotency_key', 'idempotency_key_reused', 'in_progress'),
  );
