import { describe, expect, test } from '@jest/globals';
import type { RequestAnswer, RequestStore, StoredRequest } from '@zk-income/credential';
import { dyingAt, MemoryRequestStore } from '@zk-income/credential/testing';
import {
  REQUEST_EVENTS,
  WebhookDispatcher,
  WebhookEndpoints,
  WebhookKeys,
  WebhookOutbox,
} from '@zk-income/webhooks';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from '@zk-income/webhooks/testing';
import { RequestEvents, RequestSubjects } from './request-events.js';

const START = 1_800_000_000;
const EXPIRES_AT = START + 600;

const aRequest = (changes: Partial<StoredRequest> = {}): StoredRequest => ({
  id: 'request',
  ownerId: 'landlord',
  nonce: 'nonce',
  audience: 'audience',
  transactionData: ['policy'],
  createdAt: START,
  expiresAt: EXPIRES_AT,
  state: 'pending',
  failedAttempts: 0,
  ...changes,
});

const answer: RequestAnswer = {
  answeredAt: START + 90,
  receipt: 'receipt',
  presentationHash: 'hash',
  predicates: [],
};
const times = { now: START + 90, retainUntil: START + 10_000 };

/** A verifier whose owner gets all events. */
class Verifier {
  readonly requests = new MemoryRequestStore();
  readonly endpointStore = new MemoryWebhookEndpointStore();
  readonly deliveries = new MemoryWebhookDeliveryStore();
  readonly received: { type: string; timestamp: string; data: { id: string; sequence: number } }[] = [];
  now = START;
  private readonly clock = { now: () => this.now * 1000 };

  private endpoints(store = this.endpointStore): WebhookEndpoints {
    return new WebhookEndpoints({
      store,
      clock: this.clock,
      keys: new WebhookKeys(['k'.repeat(43)]),
      events: REQUEST_EVENTS,
      allowLoopback: false,
    });
  }

  async subscribe(): Promise<this> {
    await this.endpoints().create('landlord', { url: 'https://portal.example/webhooks' });
    return this;
  }

  /** The store as the engine sees it, of a process that may die. */
  store({ wrap } = { wrap: <T extends object>(store: T): T => store }): RequestStore {
    const requests = wrap<RequestStore>(this.requests);
    return this.events(requests, wrap).announcing(requests);
  }

  events(
    requests: RequestStore = this.requests,
    wrap = <T extends object>(store: T): T => store,
  ): RequestEvents {
    const outbox = new WebhookOutbox(
      this.endpoints(wrap(this.endpointStore)),
      wrap(this.deliveries),
      this.clock,
    );
    return new RequestEvents(outbox, requests, this.clock, true);
  }

  /** Delivers what is due up to a time. */
  async deliver(until = this.now + 300): Promise<string[]> {
    const before = this.received.length;
    const dispatcher = new WebhookDispatcher({
      endpoints: this.endpoints(),
      endpointStore: this.endpointStore,
      deliveries: this.deliveries,
      subjects: new RequestSubjects(this.requests),
      clock: this.clock,
      sender: {
        send: async ({ body }) => {
          this.received.push(JSON.parse(body));
          return { status: 200 };
        },
      },
    });
    for (; this.now <= until; this.now += 5) await dispatcher.deliverDue();
    return this.received.slice(before).map(({ type }) => type);
  }
}

const subscribed = () => new Verifier().subscribe();

describe('the owner of a request gets', () => {
  test('request.verified once it is answered, and nothing at its expiry', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    verifier.now = START + 90;
    await verifier.store().consume('request', answer, times, 0);
    expect(await verifier.deliver(EXPIRES_AT + 300)).toEqual(['request.verified']);
    expect(verifier.received).toEqual([
      {
        type: 'request.verified',
        timestamp: '2027-01-15T08:01:30.000Z',
        data: { id: 'request', sequence: 3 },
      },
    ]);
    expect(verifier.deliveries.queue.size).toBe(0);
  });

  test('request.disclosed in disclosure mode', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest({ disclosure: 'policy', transactionData: [] }));
    await verifier.store().consume('request', answer, times, 0);
    expect(await verifier.deliver()).toEqual(['request.disclosed']);
  });

  test('request.expired at its expiry, and not before', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    expect(await verifier.deliver(EXPIRES_AT)).toEqual([]);
    expect(await verifier.deliver(EXPIRES_AT + 60)).toEqual(['request.expired']);
    expect(verifier.received[0]).toMatchObject({
      timestamp: '2027-01-15T08:10:00.000Z',
      data: { sequence: 12 },
    });
  });

  test('an answer that is unbound only once it is bound', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    await verifier.store().consume('request', answer, times, 0, 'code');
    expect(await verifier.deliver()).toEqual([]);
    expect(await verifier.store().redeem('request', 'another code', times)).toBe(false);
    expect(await verifier.deliver(verifier.now + 10)).toEqual([]);
    expect(await verifier.store().redeem('request', 'code', times)).toBe(true);
    expect(await verifier.deliver()).toEqual(['request.verified']);
  });

  test('request.refused for a refusal and for a wallet that declines, at most once a minute', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    for (let i = 0; i < 50; i++) await verifier.events().refused('request');
    expect(await verifier.deliver(START + 30)).toEqual(['request.refused']);
    await verifier.events().refused('request');
    expect(await verifier.deliver(START + 55)).toEqual([]);
    verifier.now = START + 60;
    const errors = { count: 1, latest: [{ at: verifier.now, error: 'access_denied' }] };
    expect(await verifier.store().recordWalletErrors('request', errors)).toBe(true);
    expect(await verifier.deliver(START + 85)).toEqual(['request.refused']);
    verifier.now = START + 90;
    await verifier.store().consume('request', answer, times, 0);
    await verifier.events().refused('request');
    await verifier.events().refused('unknown');
    expect(await verifier.deliver()).toEqual(['request.verified']);
    const sequences = verifier.received.map(({ data }) => data.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
  });

  test('nothing of an answer that came too late, or second', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    const late = { ...times, now: EXPIRES_AT };
    expect(await verifier.store().consume('request', answer, late, 0)).toBe('expired');
    expect(await verifier.deliver()).toEqual([]);
    const again = await subscribed();
    await again.store().create(aRequest());
    expect(await again.store().consume('request', answer, times, 0)).toBe('consumed');
    expect(await again.store().consume('request', answer, times, 0)).toBe('answered');
    expect(await again.deliver()).toEqual(['request.verified']);
  });

  test('nothing of a request that is deleted, whenever', async () => {
    const verifier = await subscribed();
    await verifier.store().create(aRequest());
    await verifier.store().consume('request', answer, times, 0);
    expect(await verifier.store().delete('request', 'another')).toBe(false);
    expect(await verifier.store().delete('request', 'landlord')).toBe(true);
    expect(await verifier.deliver(EXPIRES_AT + 300)).toEqual([]);
    expect(verifier.deliveries.queue.size).toBe(0);
    const delivered = await subscribed();
    await delivered.store().create(aRequest());
    await delivered.store().consume('request', answer, times, 0);
    await delivered.deliver(START + 100);
    expect(delivered.deliveries.recorded.size).toBe(1);
    await delivered.store().delete('request', 'landlord');
    expect(delivered.deliveries.recorded.size + delivered.deliveries.queue.size).toBe(0);
  });

  test('nothing where it has no webhook', async () => {
    const verifier = new Verifier();
    await verifier.store().create(aRequest());
    await verifier.store().consume('request', answer, times, 0);
    expect(verifier.deliveries.queue.size).toBe(0);
  });
});

test('a service that sends no webhooks uses the store as it is', async () => {
  const store = new MemoryRequestStore();
  const events = new RequestEvents(undefined as never, store, { now: () => 0 }, false);
  expect(events.announcing(store)).toBe(store);
  await events.refused('request');
});

describe.each(['before', 'after'] as const)('a process that dies %s a write', (when) => {
  const CALLS = Array.from({ length: 12 }, (_, i) => i + 1);

  test('while it creates a request announces its expiry if the request exists, and otherwise nothing', async () => {
    let died = 0;
    for (const call of CALLS) {
      const verifier = await subscribed();
      const dying = dyingAt(call, when);
      const hasDied = await verifier
        .store(dying)
        .create(aRequest())
        .then(
          () => false,
          () => true,
        );
      died += Number(hasDied);
      const exists = verifier.requests.requests.has('request');
      expect(await verifier.deliver(EXPIRES_AT + 60)).toEqual(exists ? ['request.expired'] : []);
    }
    expect(died).toBeGreaterThan(2);
    expect(died).toBeLessThan(CALLS.length);
  });

  test.each([
    ['is answered', undefined],
    ['is bound', 'code'],
  ])('while a request %s announces it if it happened, and otherwise not', async (_, code) => {
    let died = 0;
    for (const call of CALLS) {
      const verifier = await subscribed();
      await verifier.store().create(aRequest());
      if (code) await verifier.store().consume('request', answer, times, 0, code);
      const dying = verifier.store(dyingAt(call, when));
      const run = code ? dying.redeem('request', code, times) : dying.consume('request', answer, times, 0);
      const hasDied = await run.then(
        () => false,
        () => true,
      );
      died += Number(hasDied);
      const { state, responseCodes } = verifier.requests.requests.get('request')!;
      const hasHappened = state === 'answered' && responseCodes === undefined;
      expect(await verifier.deliver(START + 500)).toEqual(hasHappened ? ['request.verified'] : []);
    }
    expect(died).toBeGreaterThan(3);
    expect(died).toBeLessThan(CALLS.length);
  });
});
