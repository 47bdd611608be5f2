import { describe, expect, test } from '@jest/globals';
import type { ApiClient } from '@zk-income/api-clients';
import { describeApiClientRegistry, describeApiClientStore } from '@zk-income/api-clients/testing';
import { DynamoApiClientRegistry } from '../../stores/api-client-registry.js';
import { DynamoApiClientStore } from '../../stores/api-client-store.js';
import { beforeNext, loseNextAnswer, withSmallPages } from '../faults.js';
import type { Open } from '../open.js';

const client: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };

/** The contracts of the ports, and what only a remote store must do. */
export function describeApiClients(open: Open): void {
  describeApiClientStore(() => new DynamoApiClientStore(open()));
  describeApiClientRegistry(() => ({
    registry: new DynamoApiClientRegistry(open()),
    store: new DynamoApiClientStore(open()),
  }));

  describe('the registry of API clients in DynamoDB', () => {
    const register = async () => {
      const hash = crypto.randomUUID();
      const registry = new DynamoApiClientRegistry(open());
      await registry.create(hash, client);
      return { hash, registry };
    };

    test('lists every key over several pages, but no claimed id', async () => {
      const hashes: string[] = [];
      for (let i = 0; i < 5; i++) hashes.push((await register()).hash);
      const registry = new DynamoApiClientRegistry(withSmallPages(open()));
      await registry.claimId(crypto.randomUUID());
      const listed = (await registry.list()).map(({ keyHash }) => keyHash);
      for (const hash of hashes) expect(listed.filter((keyHash) => keyHash === hash)).toEqual([hash]);
      expect(listed.filter((keyHash) => keyHash.startsWith('id/'))).toEqual([]);
    });

    test('gives an id to the claim whose response was lost', async () => {
      const registry = new DynamoApiClientRegistry(loseNextAnswer(open(), 'PutItemCommand'));
      expect(await registry.claimId(crypto.randomUUID())).toBe(true);
    });

    test('does not change a key that was disabled just before, if told so', async () => {
      const { hash, registry } = await register();
      const store = beforeNext(open(), 'UpdateItemCommand', () => registry.change(hash, { disabledAt: 5 }));
      expect(await new DynamoApiClientRegistry(store).change(hash, { expiresAt: 9 }, true)).toBe(false);
      expect(await new DynamoApiClientStore(open()).findByKeyHash(hash)).toEqual({
        ...client,
        disabledAt: 5,
      });
    });
  });
}
