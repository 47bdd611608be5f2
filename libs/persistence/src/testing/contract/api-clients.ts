import { describe, expect, test } from '@jest/globals';
import type { ApiClient } from '@zk-income/api-clients';
import { describeApiClientRegistry, describeApiClientStore } from '@zk-income/api-clients/testing';
import { DynamoApiClientRegistry } from '../../stores/api-client-registry.js';
import { DynamoApiClientStore } from '../../stores/api-client-store.js';
import { beforeNext, limitPageSize, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const client: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };

/** The contracts of the ports, and what only a remote store must do. */
export function describeApiClients(openClient: OpenClient): void {
  describeApiClientStore(() => new DynamoApiClientStore(openClient()));
  describeApiClientRegistry(() => ({
    registry: new DynamoApiClientRegistry(openClient()),
    store: new DynamoApiClientStore(openClient()),
  }));

  describe('the registry of API clients in DynamoDB', () => {
    const register = async () => {
      const hash = crypto.randomUUID();
      const registry = new DynamoApiClientRegistry(openClient());
      await registry.create(hash, client);
      return { hash, registry };
    };

    test('lists every key over several pages, but no claimed id', async () => {
      const hashes: string[] = [];
      for (let i = 0; i < 5; i++) hashes.push((await register()).hash);
      const registry = new DynamoApiClientRegistry(limitPageSize(openClient()));
      await registry.claimId(crypto.randomUUID());
      const listed = (await registry.list()).map(({ keyHash }) => keyHash);
      for (const hash of hashes) expect(listed.filter((keyHash) => keyHash === hash)).toEqual([hash]);
      expect(listed.filter((keyHash) => keyHash.startsWith('id/'))).toEqual([]);
    });

    test('gives an id to the claim whose response was lost', async () => {
      const registry = new DynamoApiClientRegistry(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await registry.claimId(crypto.randomUUID())).toBe(true);
    });

    test('does not change a key that was disabled just before, with unlessDisabled', async () => {
      const { hash, registry } = await register();
      const store = beforeNext(openClient(), 'UpdateItemCommand', () =>
        registry.change(hash, { disabledAt: 5 }),
      );
      expect(await new DynamoApiClientRegistry(store).change(hash, { expiresAt: 9 }, true)).toBe(false);
      expect(await new DynamoApiClientStore(openClient()).findByKeyHash(hash)).toEqual({
        ...client,
        disabledAt: 5,
      });
    });
  });
}
