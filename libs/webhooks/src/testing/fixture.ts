import type { QueuedDelivery, WebhookDeliveryStore } from '../delivery.js';
import { type EffectState, WebhookDispatcher } from '../dispatcher.js';
import type { WebhookEndpointStore } from '../endpoint.js';
import { WebhookEndpoints } from '../endpoints.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../event.js';
import { WebhookOutbox } from '../outbox.js';
import type { SendOutcome, WebhookMessage } from '../sender.js';
import { WebhookKeys } from '../webhook-keys.js';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from './memory-stores.js';

export const TEST_KEY = 'k'.repeat(43);
export const START = 1_800_000_000;

/** A service with stores in memory, a receiver that answers as told, and a clock that stands still. */
export class WebhookFixture {
  readonly endpointStore = new MemoryWebhookEndpointStore();
  readonly deliveryStore = new MemoryWebhookDeliveryStore();
  /** What the receiver got. */
  readonly sent: WebhookMessage[] = [];
  /** What the receiver answers. */
  answer: (message: WebhookMessage) => SendOutcome | Promise<SendOutcome> = () => ({ status: 204 });
  effect: EffectState | ((delivery: QueuedDelivery) => EffectState) = 'happened';
  now = START;
  readonly clock = { now: () => this.now * 1000 };
  readonly endpoints = this.endpointsOn(this.endpointStore);
  readonly outbox = this.outboxOn(this.deliveryStore, this.endpointStore);

  endpointsOn(store: WebhookEndpointStore, keys: readonly string[] = [TEST_KEY]): WebhookEndpoints {
    return new WebhookEndpoints({
      store,
      clock: this.clock,
      keys: new WebhookKeys(keys),
      events: WEBHOOK_EVENTS,
      allowLoopback: false,
    });
  }

  outboxOn(deliveries: WebhookDeliveryStore, endpoints: WebhookEndpointStore): WebhookOutbox {
    return new WebhookOutbox(this.endpointsOn(endpoints), deliveries, this.clock);
  }

  /** A dispatcher of a replica of its own. */
  dispatcher(
    deliveries: WebhookDeliveryStore = this.deliveryStore,
    endpointStore: WebhookEndpointStore = this.endpointStore,
  ): WebhookDispatcher {
    return new WebhookDispatcher({
      endpoints: this.endpointsOn(endpointStore),
      endpointStore,
      deliveries,
      clock: this.clock,
      random: () => 0,
      subjects: {
        check: async (delivery) => (typeof this.effect === 'function' ? this.effect(delivery) : this.effect),
      },
      sender: {
        send: async (message) => {
          this.sent.push(message);
          return this.answer(message);
        },
      },
    });
  }

  event(changes: Partial<WebhookEvent> = {}): WebhookEvent {
    return {
      type: 'request.verified',
      ownerId: 'landlord',
      subjectId: 'request',
      subjectAt: START - 60,
      sequence: 2,
      at: this.now,
      ...changes,
    };
  }

  /** Runs rounds until nothing is left, and lets the time pass between them. */
  async drain(): Promise<void> {
    for (let i = 0; i < 100 && this.deliveryStore.queue.size > 0; i++) {
      await this.dispatcher().deliverDue();
      const due = [...this.deliveryStore.queue.values()].map(({ delivery, leasedUntil }) =>
        Math.max(delivery.due, leasedUntil),
      );
      if (due.length > 0) this.now = Math.max(this.now, Math.min(...due));
    }
  }
}
