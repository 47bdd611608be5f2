import { describe, expect, test } from '@jest/globals';
import type { IssuedBatch, StoredOffer } from '@zk-income/credential';
import { dyingAt, MemoryIssuedCredentialStore, MemoryOfferStore } from '@zk-income/credential/testing';
import {
  ISSUING_EVENTS,
  WebhookDispatcher,
  WebhookEndpoints,
  WebhookKeys,
  WebhookOutbox,
} from '@zk-income/webhooks';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from '@zk-income/webhooks/testing';
import { IssuedSubjects, IssuingEvents } from './issuing-events.js';

const START = 1_800_000_000;

const collecting: StoredOffer = {
  id: 'offer',
  ownerId: 'acme',
  version: 2,
  state: 'collecting',
  createdAt: START,
  expiresAt: START + 3_600,
  batchSize: 10,
  hasTxCode: false,
  codeHash: 'hash',
  wrongTxCodes: 0,
  nextTxCodeAt: 0,
  repeated: 0,
  retainUntil: START + 10_000,
};
const issued: StoredOffer = { ...collecting, version: 3, state: 'issued', issuedAt: START + 30, issued: 3 };
const batch: IssuedBatch = {
  id: 'offer',
  clientId: 'acme',
  issuedAt: START + 30,
  expiresAt: START + 1_000_000,
  statusReferences: [],
  status: 'valid',
  version: 0,
};

class Issuer {
  readonly offers = new MemoryOfferStore();
  readonly credentials = new MemoryIssuedCredentialStore();
  readonly endpointStore = new MemoryWebhookEndpointStore();
  readonly deliveries = new MemoryWebhookDeliveryStore();
  readonly received: { url: string; type: string; data: object }[] = [];
  now = START + 30;
  private readonly clock = { now: () => this.now * 1000 };

  private endpoints(store = this.endpointStore): WebhookEndpoints {
    return new WebhookEndpoints({
      store,
      clock: this.clock,
      keys: new WebhookKeys(['k'.repeat(43)]),
      events: ISSUING_EVENTS,
      allowLoopback: false,
    });
  }

  static async create(): Promise<Issuer> {
    const issuer = new Issuer();
    for (const client of ['acme', 'bolt'])
      await issuer.endpoints().create(client, { url: `https://${client}.example/` });
    await issuer.offers.create(collecting);
    await issuer.credentials.create(batch);
    return issuer;
  }

  /** The stores as the engine sees them, of a process that may die. */
  stores({ wrap } = { wrap: <T extends object>(store: T): T => store }) {
    const endpoints = this.endpoints(wrap(this.endpointStore));
    const events = new IssuingEvents(
      new WebhookOutbox(endpoints, wrap(this.deliveries), this.clock),
      this.clock,
      true,
    );
    return {
      offers: events.announcingOffers(wrap(this.offers)),
      credentials: events.announcingCredentials(wrap(this.credentials)),
    };
  }

  async deliver(seconds = 300): Promise<string[]> {
    const before = this.received.length;
    const dispatcher = new WebhookDispatcher({
      endpoints: this.endpoints(),
      endpointStore: this.endpointStore,
      deliveries: this.deliveries,
      subjects: new IssuedSubjects(this),
      clock: this.clock,
      sender: {
        send: async ({ url, body }) => {
          this.received.push({ url, ...JSON.parse(body) });
          return { status: 200 };
        },
      },
    });
    for (const end = this.now + seconds; this.now <= end; this.now += 5) await dispatcher.deliverDue();
    return this.received.slice(before).map(({ url, type }) => `${type} ${url}`);
  }
}

describe('the client that issues gets', () => {
  test('offer.issued once, whatever happens to the offer later', async () => {
    const issuer = await Issuer.create();
    expect(await issuer.stores().offers.replace(issued)).toBe(true);
    expect(await issuer.deliver()).toEqual(['offer.issued https://acme.example/']);
    await issuer.stores().offers.replace({ ...issued, version: 4, repeated: 1 });
    await issuer.stores().offers.replace({ ...issued, version: 5, state: 'withdrawn' });
    expect(await issuer.deliver()).toEqual([]);
    expect(issuer.received).toEqual([
      expect.objectContaining({ timestamp: '2027-01-15T08:00:30.000Z', data: { id: 'offer', sequence: 1 } }),
    ]);
  });

  test('credential.revoked once, and no other change of status', async () => {
    const issuer = await Issuer.create();
    await issuer.stores().credentials.setStatus('offer', 0, 'suspended');
    await issuer.stores().credentials.setStatus('offer', 1, 'valid');
    expect(await issuer.deliver()).toEqual([]);
    expect(await issuer.stores().credentials.setStatus('offer', 2, 'revoked')).toBeDefined();
    await issuer.stores().credentials.setStatus('offer', 3, 'revoked');
    expect(await issuer.deliver()).toEqual(['credential.revoked https://acme.example/']);
    await issuer.stores().credentials.setStatus('offer', 4, 'revoked');
    expect(await issuer.deliver()).toEqual([]);
    expect(issuer.received[0]!.data).toEqual({ id: 'offer', sequence: 2 });
  });

  test('nothing of a write that another one forestalled', async () => {
    const issuer = await Issuer.create();
    expect(await issuer.stores().offers.replace({ ...issued, version: 7 })).toBe(false);
    expect(await issuer.stores().credentials.setStatus('offer', 7, 'revoked')).toBeUndefined();
    expect(await issuer.stores().credentials.setStatus('unknown', 0, 'revoked')).toBeUndefined();
    expect(await issuer.deliver()).toEqual([]);
    expect(issuer.deliveries.queue.size).toBe(0);
  });
});

test('a service that sends no webhooks uses the stores as they are', () => {
  const events = new IssuingEvents(undefined as never, { now: () => 0 }, false);
  const [offers, credentials] = [new MemoryOfferStore(), new MemoryIssuedCredentialStore()];
  expect(events.announcingOffers(offers)).toBe(offers);
  expect(events.announcingCredentials(credentials)).toBe(credentials);
});

describe.each(['before', 'after'] as const)('a process that dies %s a write', (when) => {
  const CALLS = Array.from({ length: 10 }, (_, i) => i + 1);

  test('announces what happened, and nothing else', async () => {
    let died = 0;
    for (const call of CALLS) {
      for (const run of [
        ({ offers }: ReturnType<Issuer['stores']>) => offers.replace(issued),
        ({ credentials }: ReturnType<Issuer['stores']>) => credentials.setStatus('offer', 0, 'revoked'),
      ]) {
        const issuer = await Issuer.create();
        const hasDied = await run(issuer.stores(dyingAt(call, when))).then(
          () => false,
          () => true,
        );
        died += Number(hasDied);
        const happened = [
          ...(issuer.offers.offers.get('offer')!.state === 'issued' ? ['offer.issued'] : []),
          ...(issuer.credentials.batches.get('offer')!.status === 'revoked' ? ['credential.revoked'] : []),
        ];
        expect((await issuer.deliver()).map((text) => text.split(' ')[0])).toEqual(happened);
      }
    }
    expect(died).toBeGreaterThan(4);
    expect(died).toBeLessThan(2 * CALLS.length);
  });
});
