import { type Clock, ProtocolError } from '@zk-income/credential';
import {
  type DeliveryRecord,
  type DeliveryState,
  deliveryId,
  type SendError,
  type WebhookDeliveryStore,
} from './delivery.js';
import type { WebhookEndpoints } from './endpoints.js';
import type { WebhookEvent, WebhookEventType } from './event.js';

export const MAX_LISTED_DELIVERIES = 100;

/** What a client may see of a delivery. */
export interface WebhookDeliveryView {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly subject_id: string;
  readonly happened_at: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly last_attempt_at: string;
  readonly next_attempt_at?: string;
  readonly status?: number;
  readonly error?: SendError;
}

/** Names the deliveries of a subject. */
export interface WebhookSubject {
  readonly ownerId: string;
  readonly subjectId: string;
  readonly subjectAt: number;
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * The outbox: deliveries are written before the effect that they announce, one write for each endpoint, so that an effect
 * which happened is announced even if the process dies. The dispatcher drops those whose effect did not happen.
 */
export class WebhookOutbox {
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: WebhookDeliveryStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a delivery for each endpoint that gets the event. Idempotent.
   *
   * @param due when it is checked and sent, in seconds since the epoch; by default as soon as it happens
   */
  async announce(event: WebhookEvent, due: number = event.at): Promise<void> {
    const { ownerId, type, subjectId, sequence, at } = event;
    let isWritten = false;
    for (const endpoint of await this.endpoints.subscribers(ownerId, type)) {
      const id = deliveryId(event, endpoint.id);
      if (await this.deliveries.findRecord(endpoint.id, id)) continue;
      await this.deliveries.enqueue({
        id,
        ownerId,
        endpointId: endpoint.id,
        type,
        subjectId,
        sequence,
        at,
        due,
        since: due,
        attempts: 0,
        isRequested: false,
      });
      isWritten = true;
    }
    if (isWritten && due <= this.seconds()) this.wake();
  }

  /**
   * Deletes what is stored of the deliveries of a subject that is being deleted. What another process writes meanwhile, the
   * dispatcher drops: it finds no subject.
   *
   * @param scheduled events of it that are due later, and when
   */
  async forget(
    { ownerId, subjectId, subjectAt }: WebhookSubject,
    scheduled: readonly { readonly type: WebhookEventType; readonly due: number }[] = [],
  ): Promise<void> {
    for (const { id: endpointId } of await this.endpoints.all(ownerId)) {
      for (const { type, due } of scheduled)
        await this.deliveries.dequeue({ id: deliveryId({ type, subjectId, subjectAt }, endpointId), due });
      for (const record of await this.deliveries.recordsOf(endpointId, subjectAt)) {
        if (record.subjectId !== subjectId) continue;
        const { id, nextAttemptAt } = record;
        if (nextAttemptAt !== undefined) await this.deliveries.dequeue({ id, due: nextAttemptAt });
        await this.deliveries.deleteRecord(endpointId, id);
      }
    }
  }

  /** The latest deliveries of an endpoint. @throws ProtocolError `webhook_unknown` */
  async list(ownerId: string, endpointId: string): Promise<readonly WebhookDeliveryView[]> {
    await this.endpoints.find(ownerId, endpointId);
    return (await this.deliveries.records(endpointId, MAX_LISTED_DELIVERIES)).map(viewOf);
  }

  /**
   * Sends a delivery again, with the same id. It is dropped if its subject is deleted meanwhile.
   *
   * @throws ProtocolError `webhook_unknown`, `webhook_stopped`, `webhook_delivery_unknown`
   */
  async resend(ownerId: string, endpointId: string, id: string): Promise<void> {
    const { stoppedAt } = await this.endpoints.find(ownerId, endpointId);
    const record = await this.deliveries.findRecord(endpointId, id);
    if (!record || record.retainUntil <= this.seconds()) throw new ProtocolError('webhook_delivery_unknown');
    if (stoppedAt !== undefined) throw new ProtocolError('webhook_stopped');
    const { type, subjectId, sequence, at } = record;
    const due = this.seconds();
    const queued = { id, ownerId, endpointId, type, subjectId, sequence, at, due, since: due, attempts: 0 };
    await this.deliveries.enqueue({ ...queued, isRequested: true });
    this.wake();
  }

  /** Calls a listener whenever a delivery is due in this process. Returns a function that ends it. */
  onDue(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private wake(): void {
    for (const listener of this.listeners) listener();
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

const viewOf = (record: DeliveryRecord): WebhookDeliveryView => ({
  id: record.id,
  type: record.type,
  subject_id: record.subjectId,
  happened_at: isoTime(record.at),
  state: record.state,
  attempts: record.attempts,
  last_attempt_at: isoTime(record.lastAttemptAt),
  ...(record.nextAttemptAt !== undefined && { next_attempt_at: isoTime(record.nextAttemptAt) }),
  ...(record.status !== undefined && { status: record.status }),
  ...(record.error !== undefined && { error: record.error }),
});
