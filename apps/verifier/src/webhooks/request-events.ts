import type { Clock, RequestAnswer, RequestStore, StoredRequest } from '@zk-income/credential';
import type {
  EffectState,
  QueuedDelivery,
  WebhookEventType,
  WebhookOutbox,
  WebhookSubjects,
} from '@zk-income/webhooks';

/** Clocks of replicas differ: an event of an expiry is checked when every replica refuses answers. */
const CLOCK_SKEW_SECONDS = 5;

const isUnbound = ({ responseCodes }: StoredRequest): boolean => responseCodes !== undefined;
const answeredType = ({ disclosure }: StoredRequest): WebhookEventType =>
  disclosure === undefined ? 'request.verified' : 'request.disclosed';
const expiryDue = ({ expiresAt }: StoredRequest): number => expiresAt + CLOCK_SKEW_SECONDS;
const minutesUntil = ({ createdAt }: StoredRequest, at: number): number =>
  Math.max(0, Math.floor((at - createdAt) / 60));

/**
 * Events of requests, for their owners. Refusals are announced at most once a minute for each request: any party that has
 * the link can send answers that are refused.
 */
export class RequestEvents {
  constructor(
    private readonly outbox: WebhookOutbox,
    private readonly store: RequestStore,
    private readonly clock: Clock,
    /** False where the service sends no webhooks: then nothing is read for them. */
    private readonly isEnabled: boolean,
  ) {}

  /** An answer to a request was refused, or its wallet declined. */
  async refused(requestId: string): Promise<void> {
    const request = this.isEnabled ? await this.store.find(requestId) : undefined;
    if (request?.state !== 'pending') return;
    const at = this.seconds();
    const occurrence = minutesUntil(request, at);
    await this.outbox.announce({
      ...subjectOf(request),
      type: 'request.refused',
      sequence: occurrence + 1,
      at,
      occurrence,
    });
  }

  /** Announces the events of a request before the store writes what they announce. */
  announcing(store: RequestStore): RequestStore {
    return this.isEnabled ? new AnnouncingRequestStore(store, this, this.outbox) : store;
  }

  /** @param due when it is checked, if not at once */
  async ended(
    request: StoredRequest,
    type: WebhookEventType,
    at = this.seconds(),
    due?: number,
  ): Promise<void> {
    const sequence = minutesUntil(request, at) + 2;
    await this.outbox.announce({ ...subjectOf(request), type, sequence, at }, due);
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

const subjectOf = ({ ownerId, id, createdAt }: StoredRequest) => ({
  ownerId,
  subjectId: id,
  subjectAt: createdAt,
});

/** A store of requests that writes to the outbox first: what happened is announced even if the process dies. */
class AnnouncingRequestStore implements RequestStore {
  readonly find: RequestStore['find'];
  readonly findIdByStatusId: RequestStore['findIdByStatusId'];
  readonly addResponseCode: RequestStore['addResponseCode'];
  readonly countWrongCode: RequestStore['countWrongCode'];
  readonly countFailedAttempt: RequestStore['countFailedAttempt'];
  readonly uncountAttempt: RequestStore['uncountAttempt'];

  constructor(
    private readonly store: RequestStore,
    private readonly events: RequestEvents,
    private readonly outbox: WebhookOutbox,
  ) {
    this.find = store.find.bind(store);
    this.findIdByStatusId = store.findIdByStatusId.bind(store);
    this.addResponseCode = store.addResponseCode.bind(store);
    this.countWrongCode = store.countWrongCode.bind(store);
    this.countFailedAttempt = store.countFailedAttempt.bind(store);
    this.uncountAttempt = store.uncountAttempt.bind(store);
  }

  async create(request: StoredRequest): Promise<boolean> {
    await this.events.ended(request, 'request.expired', request.expiresAt, expiryDue(request));
    return this.store.create(request);
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    ...rest: Parameters<RequestStore['consume']> extends [string, RequestAnswer, ...infer Rest] ? Rest : never
  ): ReturnType<RequestStore['consume']> {
    const [, , responseCode] = rest;
    // The owner learns of an answer that is unbound once it is bound.
    const request = responseCode === undefined ? await this.store.find(id) : undefined;
    if (request) await this.events.ended(request, answeredType(request), answer.answeredAt);
    return this.store.consume(id, answer, ...rest);
  }

  async redeem(...input: Parameters<RequestStore['redeem']>): Promise<boolean> {
    const request = await this.store.find(input[0]);
    if (request) await this.events.ended(request, answeredType(request));
    return this.store.redeem(...input);
  }

  async recordWalletErrors(...input: Parameters<RequestStore['recordWalletErrors']>): Promise<boolean> {
    await this.events.refused(input[0]);
    return this.store.recordWalletErrors(...input);
  }

  async delete(id: string, ownerId: string): Promise<boolean> {
    const request = await this.store.find(id);
    if (request?.ownerId === ownerId) {
      const expiry = { type: 'request.expired', due: expiryDue(request) } as const;
      await this.outbox.forget(subjectOf(request), [expiry]);
    }
    return this.store.delete(id, ownerId);
  }
}

/** Reads requests for the dispatcher. */
export class RequestSubjects implements WebhookSubjects {
  constructor(private readonly store: RequestStore) {}

  async check({ type, subjectId, ownerId }: QueuedDelivery, now: number): Promise<EffectState> {
    const request = await this.store.find(subjectId);
    if (request?.ownerId !== ownerId) return 'never';
    switch (type) {
      case 'request.refused':
        return 'happened';
      case 'request.expired':
        if (request.state === 'answered') return 'never';
        return now >= request.expiresAt ? 'happened' : 'pending';
      case 'request.verified':
      case 'request.disclosed':
        if (type !== answeredType(request)) return 'never';
        return request.state === 'answered' && !isUnbound(request) ? 'happened' : 'pending';
      case 'offer.issued':
      case 'credential.revoked':
        return 'never';
      default:
        return type satisfies never;
    }
  }
}
