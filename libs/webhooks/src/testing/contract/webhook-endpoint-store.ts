import { describe, expect, test } from '@jest/globals';
import type { ClientEndpoints, WebhookEndpointStore } from '../../endpoint.js';

const endpoints = (ownerId: string, version: number, count = 1): ClientEndpoints => ({
  ownerId,
  version,
  endpoints: Array.from({ length: count }, (_, i) => ({
    id: `endpoint ${i}`,
    url: 'https://portal.example/webhooks',
    events: ['request.verified', 'request.expired'],
    createdAt: 4_000_000_000,
    generations: [
      { name: `new ${version}`, keyId: 'key' },
      { name: 'old', keyId: 'key', until: 4_000_000_060 },
    ],
    ...(i % 2 === 1 && { stoppedAt: 4_000_000_001 }),
  })),
});

/** The contract of `WebhookEndpointStore`. `open` returns another connection to the same data. */
export function describeWebhookEndpointStore(open: () => WebhookEndpointStore): void {
  describe('endpoints of webhooks', () => {
    test('are returned as they were stored, and only those of the client', async () => {
      const store = open();
      const ownerId = crypto.randomUUID();
      expect(await store.find(ownerId)).toBeUndefined();
      for (const [version, count] of [
        [1, 10],
        [2, 0],
        [3, 2],
      ] as const) {
        expect(await store.replace(endpoints(ownerId, version, count))).toBe(true);
        expect(await open().find(ownerId)).toEqual(endpoints(ownerId, version, count));
      }
      expect(await store.find(`${ownerId}2`)).toBeUndefined();
    });

    test('are replaced only by the next version', async () => {
      const store = open();
      const ownerId = crypto.randomUUID();
      for (const version of [0, 2]) expect(await store.replace(endpoints(ownerId, version))).toBe(false);
      await store.replace(endpoints(ownerId, 1));
      for (const version of [0, 1, 3]) expect(await store.replace(endpoints(ownerId, version))).toBe(false);
      expect(await store.find(ownerId)).toEqual(endpoints(ownerId, 1));
    });

    test.each([1, 2])('version %d is written by exactly one of many concurrent calls', async (version) => {
      const ownerId = crypto.randomUUID();
      if (version > 1) await open().replace(endpoints(ownerId, version - 1));
      const replicas = [open(), open()];
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => replicas[i % 2]!.replace(endpoints(ownerId, version))),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });
  });
}
