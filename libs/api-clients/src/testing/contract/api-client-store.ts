import { describe, expect, test } from '@jest/globals';
import type { ApiClient, ApiClientStore } from '../../api-client.js';
import { concurrently, countOf } from './concurrently.js';

const issuingClient: ApiClient = {
  id: 'acme',
  name: 'Acme',
  scopes: ['issue', 'revoke'],
  sourceId: 'demo:acme',
};
const requestingClient: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };
const fullClient: ApiClient = {
  ...requestingClient,
  plan: { perMinute: 60, burst: 20, perMonth: 1_000 },
  createdAt: 4_000_000_000,
  rotatedAt: 4_000_000_100,
  expiresAt: 4_000_000_200,
  disabledAt: 4_000_000_300,
};

/** The contract of `ApiClientStore`. `open` returns another connection to the same data. */
export function describeApiClientStore(open: () => ApiClientStore): void {
  describe('the store of API clients', () => {
    const newHash = () => crypto.randomUUID();

    test.each([issuingClient, requestingClient, fullClient, { ...requestingClient, plan: 'free' }])(
      'finds a client by the hash of its key, with every member (%#)',
      async (client) => {
        const store = open();
        const hash = newHash();
        await store.create(hash, client);
        expect(await store.findByKeyHash(hash)).toEqual(client);
        expect(await store.findByKeyHash(newHash())).toBeUndefined();
      },
    );

    test('rejects a second client with the same hash', async () => {
      const store = open();
      const hash = newHash();
      await store.create(hash, issuingClient);
      await expect(store.create(hash, requestingClient)).rejects.toMatchObject({ code: 'already_exists' });
      expect(await store.findByKeyHash(hash)).toEqual(issuingClient);
    });

    test('lets one of many concurrent calls create a hash', async () => {
      const store = open();
      const hash = newHash();
      const outcomes = await concurrently(20, () =>
        store.create(hash, issuingClient).then(
          () => 'created',
          () => 'rejected',
        ),
      );
      expect(countOf(outcomes, 'created')).toBe(1);
    });
  });
}
