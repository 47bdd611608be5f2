import type { Clock } from '@zk-income/credential';
import { GIVE_UP_SECONDS, retryDelay } from './back-off.js';
import {
  type DeliveryRecord,
  QUEUE_SHARDS,
  type QueuedDelivery,
  type WebhookDeliveryStore,
} from './delivery.js';
import type { WebhookEndpoint, WebhookEndpointStore } from './endpoint.js';
import type { WebhookEndpoints } from './endpoints.js';
import { webhookBody } from './event.js';
import type { SendOutcome, WebhookSender } from './sender.js';
import { signWebhook } from './sign-webhook.js';

/** Longer than an attempt: until then, no other dispatcher takes the delivery. */
const LEASE_SECONDS = 60;
/** An effect that is announced happens within seconds, or not at all. */
const EFFECT_SECONDS = 120;
const EFFECT_RETRY_SECONDS = 5;
const RECORD_SECONDS = 30 * 24 * 60 * 60;
/** Deliveries that one round takes from each part of the queue. */
const ROUND_LIMIT = 50;
/** Endpoints to which a round sends at once. */
const CONCURRENT_ENDPOINTS = 16;
/** After this time, or a failed attempt, the round leaves the other deliveries of an endpoint for later. */
const ENDPOINT_SECONDS = 20;
const POSTPONED_SECONDS = 30;

/** Whether what a delivery announces has happened: `pending` where it may still happen, `never` also for a deleted subject. */
export type EffectState = 'happened' | 'pending' | 'never';

/** Reads the subjects of deliveries. */
export interface WebhookSubjects {
  check(delivery: QueuedDelivery, now: number): Promise<EffectState>;
}

/** What became of a delivery in a round. */
export type DeliveryOutcome =
  | 'delivered'
  /** The attempt failed; another one follows. */
  | 'retrying'
  /** The last attempt failed. */
  | 'failed'
  /** The receiver answered 410: its endpoint is stopped. */
  | 'stopped'
  /** Nothing to send: the effect did not happen, the subject or the endpoint is deleted, or it was delivered before. */
  | 'dropped'
  /** Not attempted now: the endpoint failed or is slow, or the effect has not happened yet. */
  | 'postponed';

export interface DeliveryRound extends Readonly<Record<DeliveryOutcome, number>> {
  /** Whether more deliveries may be due. */
  readonly hasMore: boolean;
}

export interface WebhookDispatcherOptions {
  readonly endpoints: WebhookEndpoints;
  readonly endpointStore: WebhookEndpointStore;
  readonly deliveries: WebhookDeliveryStore;
  readonly subjects: WebhookSubjects;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Observes each outcome, and how long the attempt took where there was one. */
  readonly observe?: (outcome: DeliveryOutcome, seconds?: number) => void;
}

type Attempted = { readonly outcome: DeliveryOutcome; readonly isEndpointFailing: boolean };

/**
 * Delivers what is due, at least once. Any number of dispatchers may run at the same time: each delivery is leased for its
 * attempt by one conditional write.
 */
export class WebhookDispatcher {
  constructor(private readonly options: WebhookDispatcherOptions) {}

  /**
   * Runs one round.
   *
   * @param stop after it, the round starts no further attempt
   * @param signal aborts the attempts that run, too
   */
  async deliverDue({
    stop,
    signal,
  }: {
    stop?: AbortSignal;
    signal?: AbortSignal;
  } = {}): Promise<DeliveryRound> {
    const counts = { delivered: 0, retrying: 0, failed: 0, stopped: 0, dropped: 0, postponed: 0 };
    const now = this.seconds();
    const shards = await Promise.all(
      Array.from({ length: QUEUE_SHARDS }, (_, shard) =>
        this.options.deliveries.due(shard, now, ROUND_LIMIT),
      ),
    );
    const queues = [...byEndpoint(shards.flat()).values()];
    const isStopped = () => stop?.aborted || signal?.aborted;
    const work = async () => {
      for (let queue = queues.shift(); queue && !isStopped(); queue = queues.shift())
        await this.deliverTo(queue, isStopped, signal, (outcome) => {
          counts[outcome] += 1;
        });
    };
    await Promise.all(Array.from({ length: CONCURRENT_ENDPOINTS }, work));
    return { ...counts, hasMore: shards.some(({ length }) => length >= ROUND_LIMIT) };
  }

  /** Sends to one endpoint, one after the other. */
  private async deliverTo(
    queue: readonly QueuedDelivery[],
    isStopped: () => boolean | undefined,
    signal: AbortSignal | undefined,
    count: (outcome: DeliveryOutcome) => void,
  ): Promise<void> {
    const start = this.options.clock.now();
    let isEndpointFailing = false;
    for (const delivery of queue) {
      if (isStopped()) return;
      const now = this.seconds();
      if (!(await this.options.deliveries.lease(delivery, now, now + LEASE_SECONDS))) continue;
      const isLate = this.options.clock.now() - start >= ENDPOINT_SECONDS * 1000;
      const attempted: Attempted | undefined =
        isEndpointFailing || isLate
          ? { outcome: await this.postpone(delivery), isEndpointFailing }
          : await this.attempt(delivery, signal);
      // Aborted: the lease ends, and another dispatcher attempts it.
      if (!attempted) return;
      isEndpointFailing = attempted.isEndpointFailing;
      count(attempted.outcome);
    }
  }

  private async attempt(
    delivery: QueuedDelivery,
    signal: AbortSignal | undefined,
  ): Promise<Attempted | undefined> {
    const { endpointId, id } = delivery;
    const record = await this.options.deliveries.findRecord(endpointId, id);
    if (isObsolete(delivery, record)) return this.drop(delivery);
    const endpoint = await this.findEndpoint(delivery);
    if (!endpoint) return this.abandon(delivery, record);
    const now = this.seconds();
    const effect = await this.options.subjects.check(delivery, now);
    if (effect === 'pending' && now < delivery.since + EFFECT_SECONDS)
      return { outcome: await this.postpone(delivery, EFFECT_RETRY_SECONDS), isEndpointFailing: false };
    if (effect !== 'happened') {
      await this.options.deliveries.deleteRecord(endpointId, id);
      return this.drop(delivery);
    }
    const start = this.options.clock.now();
    const sent = await this.send(delivery, endpoint, signal);
    if (!sent) return undefined;
    const outcome = await this.settle(delivery, sent);
    this.options.observe?.(outcome, (this.options.clock.now() - start) / 1000);
    return { outcome, isEndpointFailing: isFailing(sent) };
  }

  private async findEndpoint({ ownerId, endpointId }: QueuedDelivery): Promise<WebhookEndpoint | undefined> {
    const stored = await this.options.endpointStore.find(ownerId);
    const found = stored?.endpoints.find(({ id }) => id === endpointId);
    return found?.stoppedAt === undefined ? found : undefined;
  }

  /** Undefined if it was aborted. */
  private async send(
    { id, type, at, subjectId, sequence }: QueuedDelivery,
    endpoint: WebhookEndpoint,
    signal: AbortSignal | undefined,
  ): Promise<SendOutcome | undefined> {
    const secrets = this.options.endpoints.secretsOf(endpoint);
    if (secrets.length === 0) return { error: 'key_unavailable' };
    const body = webhookBody({ type, at, subjectId, sequence });
    const headers = signWebhook({ id, timestamp: this.seconds(), body }, secrets);
    try {
      return await this.options.sender.send({ url: endpoint.url, headers: { ...headers }, body }, signal);
    } catch (error) {
      if (signal?.aborted) return undefined;
      throw error;
    }
  }

  /** Records an attempt, and queues the next one. The queue is written first: a process that dies here delivers again. */
  private async settle(delivery: QueuedDelivery, sent: SendOutcome): Promise<DeliveryOutcome> {
    const { deliveries, endpoints } = this.options;
    const status = 'status' in sent ? sent.status : undefined;
    const attempts = delivery.attempts + 1;
    const now = this.seconds();
    const attempted = { ...recordOf(delivery, sent, now), attempts };
    const finish = async (state: 'delivered' | 'failed') => {
      await deliveries.record({ ...attempted, state });
      await deliveries.dequeue(delivery);
    };
    if (status !== undefined && status >= 200 && status < 300) {
      await finish('delivered');
      return 'delivered';
    }
    if (status === 410) {
      await endpoints.stop(delivery.ownerId, delivery.endpointId).catch(ignoreUnknown);
      await finish('failed');
      return 'stopped';
    }
    const delay = retryDelay(attempts, this.options.random);
    if (delay === undefined || now + delay >= delivery.since + GIVE_UP_SECONDS) {
      await finish('failed');
      return 'failed';
    }
    const due = now + delay;
    await deliveries.enqueue({ ...delivery, due, attempts });
    await deliveries.record({ ...attempted, state: 'retrying', nextAttemptAt: due });
    await deliveries.dequeue(delivery);
    return 'retrying';
  }

  /** Moves a delivery without an attempt. The record names the time that counts, if there is a record. */
  private async postpone(delivery: QueuedDelivery, seconds = POSTPONED_SECONDS): Promise<DeliveryOutcome> {
    const { deliveries, random = Math.random } = this.options;
    const { id, endpointId, isRequested } = delivery;
    const due = this.seconds() + seconds + Math.floor(random() * seconds);
    const record = isRequested ? undefined : await deliveries.findRecord(endpointId, id);
    if (isObsolete(delivery, record)) return (await this.drop(delivery)).outcome;
    if (due >= delivery.since + GIVE_UP_SECONDS) return (await this.abandon(delivery, record)).outcome;
    await deliveries.enqueue({ ...delivery, due });
    if (record?.state === 'retrying') await deliveries.record({ ...record, nextAttemptAt: due });
    await deliveries.dequeue(delivery);
    this.options.observe?.('postponed');
    return 'postponed';
  }

  /** Ends a delivery that no endpoint gets any more. */
  private async abandon(delivery: QueuedDelivery, record: DeliveryRecord | undefined): Promise<Attempted> {
    if (record?.state === 'retrying') {
      const { nextAttemptAt: _, ...attempted } = record;
      await this.options.deliveries.record({ ...attempted, state: 'failed' });
    }
    return this.drop(delivery);
  }

  private async drop(delivery: QueuedDelivery): Promise<Attempted> {
    await this.options.deliveries.dequeue(delivery);
    this.options.observe?.('dropped');
    return { outcome: 'dropped', isEndpointFailing: false };
  }

  private seconds(): number {
    return Math.floor(this.options.clock.now() / 1000);
  }
}

/** Whether it was delivered before, or another queued delivery with its id took its place. */
const isObsolete = ({ due, isRequested }: QueuedDelivery, record: DeliveryRecord | undefined): boolean =>
  !isRequested && record !== undefined && (record.state !== 'retrying' || record.nextAttemptAt !== due);

/** Whether further attempts now would only load the receiver, or wait for it. */
const isFailing = (sent: SendOutcome): boolean =>
  'error' in sent || [410, 429, 502, 503, 504].includes(sent.status);

function byEndpoint(deliveries: readonly QueuedDelivery[]): Map<string, QueuedDelivery[]> {
  const queues = new Map<string, QueuedDelivery[]>();
  for (const delivery of [...deliveries].sort((a, b) => a.due - b.due)) {
    const queue = queues.get(delivery.endpointId);
    if (queue) queue.push(delivery);
    else queues.set(delivery.endpointId, [delivery]);
  }
  return queues;
}

const recordOf = (
  { id, ownerId, endpointId, type, subjectId, sequence, at }: QueuedDelivery,
  sent: SendOutcome,
  now: number,
): Omit<DeliveryRecord, 'state' | 'attempts'> => ({
  id,
  ownerId,
  endpointId,
  type,
  subjectId,
  sequence,
  at,
  lastAttemptAt: now,
  ...sent,
  retainUntil: now + RECORD_SECONDS,
});

/** The client removed its endpoint meanwhile. */
function ignoreUnknown(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'webhook_unknown') throw error;
}
