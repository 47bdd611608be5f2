import { describe, expect, test } from '@jest/globals';
import type { ApiClient } from '@zk-income/api-clients';
import { DynamoApiClientStore } from '../../stores/api-client-store.js';
import { times } from '../faults.js';
import type { Open } from '../open.js';

const issuing: ApiClient = { id: 'acme', name: 'Acme', scopes: ['issue', 'revoke'], sourceId: 'demo:acme' };
const asking: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };

const planned: ApiClient = {
  ...asking,
  plan: { perMinute: 60, burst: 20, perMonth: 1_000 },
  createdAt: 4_000_000_000,
  rotatedAt: 4_000_000_100,
  expiresAt: 4_000_000_200,
  disabledAt: 4_000_000_300,
};

export function describeApiClients(open: Open): void {
  describe('API clients', () => {
    const newHash = () => crypto.randomUUID();

    test.each([issuing, asking, planned, { ...asking, plan: 'free' }])(
      'are found by the hash of their key as they were created (%#)',
      async (client) => {
        const store = new DynamoApiClientStore(open());
        const hash = newHash();
        await store.create(hash, client);
        expect(await store.findByKeyHash(hash)).toEqual(client);
        expect(await store.findByKeyHash(newHash())).toBeUndefined();
      },
    );

    test('never share a hash', async () => {
      const store = new DynamoApiClientStore(open());
      const hash = newHash();
      await store.create(hash, issuing);
      await expect(store.create(hash, asking)).rejects.toMatchObject({ code: 'already_exists' });
      expect(await store.findByKeyHash(hash)).toEqual(issuing);
    });

    test('are created by one of many that come with the same hash at once', async () => {
      const store = new DynamoApiClientStore(open());
      const hash = newHash();
      const outcomes = await times(20, () =>
        store.create(hash, issuing).then(
          () => true,
          () => false,
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });
  });
}
