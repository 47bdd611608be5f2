import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
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
import { DETAILS, describeCode } from '../problems/catalogue.js';
import { problemFor } from '../problems/problem.js';
import { ServiceError } from '../problems/service-error.js';
import { CLOCK, IDEMPOTENCY_STORE } from '../tokens.js';
import { setOperation } from './operation-id.js';
import { ResponseSeal, type SealScope, scopeText } from './response-seal.js';

export const IDEMPOTENT = Symbol('idempotent');
const HEADER = 'idempotency-key';
const FORMAT = /^[\x21-\x7e]{1,255}$/;
const RETENTION_SECONDS = 24 * 60 * 60;
/** A running request renews its claim this often. */
const RENEWAL_MS = 250;
/** A claim that was not renewed for this time belongs to a process that died: a retry continues its operation. */
const LEASE_MS = 3 * RENEWAL_MS;
/** The operation's id is the id of what the handler creates. */
const OPERATION_BYTES = 16;

/** The key of the record: a hash, so that the store does not contain the client's Idempotency-Key. */
const storeKey = (scope: SealScope): string =>
  createHash('sha256').update(scopeText(scope)).digest('base64url');

interface OwnClaim {
  /** The key of the record. */
  readonly name: string;
  readonly token: string;
  readonly operation: string;
  /** Whether an earlier request may have done a part of the operation. */
  readonly isResumed: boolean;
}

/**
 * Makes routes with `@Idempotent` safe to retry. A retry with the same Idempotency-Key and body gets the first response
 * again. Another body gets 409 `idempotency_key_reused`; a retry while the first request runs gets 409 `in_progress`.
 * A rejected request releases the key. If the process dies or the store fails, a retry continues the same operation
 * (see `OperationId`). A response is sent only after it was stored. Without the header nothing is stored.
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
      throw new ServiceError('invalid_idempotency_key', DETAILS.invalid_idempotency_key);
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
    const claim = await this.claim(storeKey(scope), fingerprint);
    if ('response' in claim) {
      reply.header('idempotency-replayed', 'true');
      return seal.open(claim.response, fingerprint);
    }
    setOperation(request, { id: claim.operation, secret: seal.secretOf(claim.operation) });
    return this.run(claim, next, (response) => seal.seal(response, fingerprint));
  }

  /** The right to run the operation, or the response to an earlier request. */
  private async claim(name: string, fingerprint: Uint8Array): Promise<OwnClaim | { response: Uint8Array }> {
    const token = randomUUID();
    const operation = randomBytes(OPERATION_BYTES).toString('base64url');
    for (let seen: string | undefined; ; ) {
      const now = Math.floor(this.clock.now() / 1000);
      const claim = { token, operation, fingerprint, now, expiresAt: now + RETENTION_SECONDS };
      const found = await this.store.claim(name, claim);
      if (found === 'claimed') return { name, token, operation, isResumed: false };
      if (!isEqual(found.fingerprint, fingerprint)) throw new ServiceError('idempotency_key_reused');
      if (found.state === 'completed') return { response: found.response! };
      if (found.lease === undefined) throw inProgress();
      if (!found.isAbandoned && seen === undefined) {
        // Compares what it read with what it reads later: clocks of other processes do not matter.
        seen = found.lease;
        await wait(LEASE_MS);
        continue;
      }
      if (!found.isAbandoned && seen !== found.lease) throw inProgress();
      const resumed = await this.store.takeOver(name, found.lease, claim);
      if (resumed === undefined) throw inProgress();
      return { name, token, operation: resumed, isResumed: true };
    }
  }

  private async run(
    claim: OwnClaim,
    next: CallHandler,
    seal: (response: unknown) => Uint8Array,
  ): Promise<unknown> {
    const { name, token } = claim;
    const stopRenewal = this.keepRenewing(name, token);
    try {
      const response = await firstValueFrom(next.handle());
      // A response that a retry would not get is not sent. If the claim was taken over, a retry gets another one.
      if (!(await this.store.complete(name, token, seal(response)))) throw inProgress();
      return response;
    } catch (error) {
      await this.giveUp(claim, error).catch(() => this.logger.warn('Could not release an Idempotency-Key.'));
      throw error;
    } finally {
      stopRenewal();
    }
  }

  /** Renews a claim until it is stopped, one call at a time: a slow store must not collect them. */
  private keepRenewing(name: string, token: string): () => void {
    let isRenewing = false;
    const timer = setInterval(() => {
      if (isRenewing) return;
      isRenewing = true;
      this.store
        .renew(name, token)
        .catch(() => undefined)
        .finally(() => {
          isRenewing = false;
        });
    }, RENEWAL_MS);
    return () => clearInterval(timer);
  }

  /** Frees the key if nothing was done; otherwise leaves the operation to a retry. */
  private giveUp({ name, token, isResumed }: OwnClaim, error: unknown): Promise<void> {
    const isRejected = describeCode(problemFor(error).code).status < 500;
    return isRejected && !isResumed ? this.store.release(name, token) : this.store.abandon(name, token);
  }
}

const inProgress = (): ServiceError =>
  new ServiceError('in_progress', undefined, { headers: { 'retry-after': '1' } });

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Makes a route safe to retry with an Idempotency-Key, and documents the header. Requires `@RequireScope`. */
export const Idempotent = () =>
  applyDecorators(
    SetMetadata(IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. ' +
        'Use a new key for each new call, such as a UUID.',
      // Without an example: Swagger UI would send it with every call.
      schema: { type: 'string', pattern: FORMAT.source },
    }),
    ApiProblems('invalid_idempotency_key', 'idempotency_key_reused', 'in_progress'),
  );
