import { describe, expect, test } from '@jest/globals';
import { MAX_ENDPOINTS, WebhookEndpoints } from './endpoints.js';
import { WEBHOOK_EVENTS } from './event.js';
import { WebhookFixture } from './testing/fixture.js';
import { MemoryWebhookEndpointStore } from './testing/memory-stores.js';

const url = 'https://portal.example/webhooks';

describe('endpoints', () => {
  test('are created with a secret that is shown once, and listed without it', async () => {
    const { endpoints } = new WebhookFixture();
    const created = await endpoints.create('landlord', {
      url,
      events: ['request.expired', 'request.verified'],
    });
    expect(created).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      url,
      events: ['request.verified', 'request.expired'],
      state: 'active',
      created_at: '2027-01-15T08:00:00.000Z',
      public_key: expect.stringMatching(/^whpk_/),
      secret: expect.stringMatching(/^whsec_/),
    });
    const { secret: _, ...listed } = created;
    expect(await endpoints.list('landlord')).toEqual([listed]);
    expect(await endpoints.list('another')).toEqual([]);
  });

  test('store no secret', async () => {
    const { endpoints, endpointStore } = new WebhookFixture();
    const { secret } = await endpoints.create('landlord', { url });
    const { secret: rotated } = await endpoints.rotate('landlord', (await endpoints.list('landlord'))[0]!.id);
    const stored = JSON.stringify([...endpointStore.clients]);
    for (const text of [secret, rotated]) expect(stored).not.toContain(text.slice('whsec_'.length));
  });

  test('get all events of the service by default', async () => {
    const { endpoints } = new WebhookFixture();
    expect((await endpoints.create('landlord', { url })).events).toEqual(WEBHOOK_EVENTS);
  });

  test('are the same for a call that is repeated with its id', async () => {
    const { endpoints } = new WebhookFixture();
    const created = await endpoints.create('landlord', { url }, 'operation');
    expect(await endpoints.create('landlord', { url }, 'operation')).toEqual(created);
    expect(await endpoints.list('landlord')).toHaveLength(1);
    const rotated = await endpoints.rotate('landlord', 'operation', 'rotation');
    expect(rotated.secret).not.toBe(created.secret);
    expect(await endpoints.rotate('landlord', 'operation', 'rotation')).toEqual(rotated);
  });

  test('are limited, also for concurrent calls', async () => {
    const { endpoints } = new WebhookFixture();
    const outcomes = await Promise.allSettled(
      Array.from({ length: MAX_ENDPOINTS + 3 }, () => endpoints.create('landlord', { url })),
    );
    const failed = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.code] : [],
    );
    expect(failed).toEqual(Array(3).fill('webhook_limit_reached'));
    expect(await endpoints.list('landlord')).toHaveLength(MAX_ENDPOINTS);
    await endpoints.create('another', { url });
  });

  test('are unknown to other clients, and after they are removed', async () => {
    const { endpoints } = new WebhookFixture();
    const { id } = await endpoints.create('landlord', { url });
    for (const call of [
      () => endpoints.find('another', id),
      () => endpoints.remove('another', id),
      () => endpoints.rotate('another', id),
      () => endpoints.rotate('landlord', 'another'),
    ])
      await expect(call()).rejects.toThrow('webhook_unknown');
    await endpoints.remove('landlord', id);
    await expect(endpoints.remove('landlord', id)).rejects.toThrow('webhook_unknown');
    expect(await endpoints.list('landlord')).toEqual([]);
  });

  test('keep at most four secrets, however often they are rotated', async () => {
    const { endpoints } = new WebhookFixture();
    const { id } = await endpoints.create('landlord', { url });
    for (let i = 0; i < 6; i++) await endpoints.rotate('landlord', id);
    expect(endpoints.secretsOf(await endpoints.find('landlord', id))).toHaveLength(4);
  });

  test('are not supported without keys', async () => {
    const endpoints = new WebhookEndpoints({
      store: new MemoryWebhookEndpointStore(),
      clock: { now: () => 0 },
      events: WEBHOOK_EVENTS,
      allowLoopback: false,
    });
    await expect(endpoints.create('landlord', { url })).rejects.toThrow('webhooks_unsupported');
    expect(await endpoints.subscribers('landlord', 'request.verified')).toEqual([]);
    expect(await endpoints.list('landlord')).toEqual([]);
  });
});
