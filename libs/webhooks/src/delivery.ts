import { createHash } from 'node:crypto';
import type { WebhookEvent, WebhookEventType } from './event.js';

/** After this time from when it was due first, a delivery is not in the queue any more, unless no dispatcher ran. */
export const QUEUE_SECONDS = 7 * 24 * 60 * 60;

/** Parts of the queue, over which deliveries spread. */
export const QUEUE_SHARDS = 8;

/** What is delivered to which endpoint. */
interface Delivery {
  /** The `webhook-id`. It follows from event and endpoint, so that it is the same however often the event is announced. */
  readonly id: string;
  readonly ownerId: string;
  readonly endpointId: string;
  readonly type: WebhookEventType;
  readonly subjectId: string;
  readonly sequence: number;
  /** When the event happened, in seconds since the epoch. */
  readonly at: number;
}

/** A delivery that is due at some time: an intent before its first attempt, and later a retry. */
export interface QueuedDelivery extends Delivery {
  /** Seconds since the epoch. */
  readonly due: number;
  /** Attempts so far. */
  readonly attempts: number;
  /** When it was due first, in seconds since the epoch. */
  readonly since: number;
  /** Whether the client asked for it: then it is sent again even if it was delivered. */
  readonly isRequested: boolean;
}

export const DELIVERY_STATES = ['retrying', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an attempt got no response. */
export const SEND_ERRORS = [
  'address_not_allowed',
  'unreachable',
  'tls_failed',
  'timeout',
  'key_unavailable',
] as const;
export type SendError = (typeof SEND_ERRORS)[number];

/** What became of a delivery after its first attempt, for its client. */
export interface DeliveryRecord extends Delivery {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastAttemptAt: number;
  /** When the next attempt is due; absent unless `retrying`. */
  readonly nextAttemptAt?: number;
  /** The status of the last response. */
  readonly status?: number;
  readonly error?: SendError;
  /** After this time, the store may delete the record. */
  readonly retainUntil: number;
}

/** The queue of deliveries and the record of each. */
export interface WebhookDeliveryStore {
  /** Stores a delivery in one write. It replaces one with the same id and time. */
  enqueue(delivery: QueuedDelivery): Promise<void>;
  /** Deliveries of a part of the queue that are due and not leased, the earliest first. May miss the latest writes. */
  due(shard: number, now: number, limit: number): Promise<readonly QueuedDelivery[]>;
  /**
   * Leases a queued delivery in one conditional write. Of any number of concurrent callers, one gets true; the others get
   * false until the lease ends or the delivery is removed.
   */
  lease(delivery: QueuedDelivery, now: number, until: number): Promise<boolean>;
  /** Removes a delivery from the queue. */
  dequeue(delivery: Pick<QueuedDelivery, 'id' | 'due'>): Promise<void>;
  /** Stores a record in one conditional write, unless a record of the delivery says that it was delivered. */
  record(record: DeliveryRecord): Promise<void>;
  /** A strongly consistent read. */
  findRecord(endpointId: string, id: string): Promise<DeliveryRecord | undefined>;
  /** Records of an endpoint, those of the latest subjects first. */
  records(endpointId: string, limit: number): Promise<readonly DeliveryRecord[]>;
  /** Records of all subjects that were created in this second. */
  recordsOf(endpointId: string, subjectAt: number): Promise<readonly DeliveryRecord[]>;
  deleteRecord(endpointId: string, id: string): Promise<void>;
}

/** The first part of the ids of deliveries of subjects that were created in this second. Ids sort by this time. */
export const deliveryPrefix = (subjectAt: number): string => `msg_${subjectAt.toString(16).padStart(8, '0')}`;

/** The id of a delivery. It contains no full stop, which separates it from what is signed with it. */
export function deliveryId(
  { type, subjectId, subjectAt, occurrence }: Omit<WebhookEvent, 'ownerId' | 'sequence' | 'at'>,
  endpointId: string,
): string {
  const text = JSON.stringify([endpointId, type, subjectId, occurrence ?? 0]);
  return deliveryPrefix(subjectAt) + createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** The part of the queue of a delivery. */
export const shardOf = ({ id }: Pick<QueuedDelivery, 'id'>): number =>
  createHash('sha256').update(id).digest()[0]! % QUEUE_SHARDS;
