import { describe, expect, test } from '@jest/globals';
import type { CredentialStatus, IssuedBatch } from '@zk-income/credential';
import { DynamoIssuedCredentialStore } from '../../stores/issued-credential-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const STATUSES: CredentialStatus[] = ['valid', 'suspended', 'revoked'];

const aBatch = (): IssuedBatch => ({
  id: crypto.randomUUID(),
  clientId: 'acme',
  issuedAt: 4_000_000_000,
  expiresAt: 4_010_000_000,
  statusReferences: Array.from({ length: 50 }, (_, index) => ({ list: 0, index: index * 7 })),
  status: 'valid',
  version: 0,
});

export function describeIssuedCredentials(openClient: OpenClient): void {
  describe('issued credentials', () => {
    const created = async () => {
      const store = new DynamoIssuedCredentialStore(openClient());
      const batch = aBatch();
      await store.create(batch);
      return { store, batch, id: batch.id };
    };

    test('are returned as they were created, with the references in order', async () => {
      const { store, batch, id } = await created();
      expect(await store.find(id)).toEqual(batch);
      expect(await store.find('another')).toBeUndefined();
    });

    test('are created by one of many concurrent calls with one id', async () => {
      const store = new DynamoIssuedCredentialStore(openClient());
      const batch = aBatch();
      expect(countOf(await concurrently(20, () => store.create(batch)), true)).toBe(1);
      expect(await store.create({ ...batch, clientId: 'bolt' })).toBe(false);
      expect(await store.find(batch.id)).toEqual(batch);
    });

    test('are created by a call whose response is lost', async () => {
      const store = new DynamoIssuedCredentialStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.create(aBatch())).toBe(true);
    });

    test('change their status, each time with a new version', async () => {
      const { store, batch, id } = await created();
      expect(await store.setStatus(id, 0, 'suspended')).toEqual({
        ...batch,
        status: 'suspended',
        version: 1,
      });
      expect(await store.setStatus(id, 1, 'valid')).toMatchObject({ status: 'valid', version: 2 });
    });

    test('do not change from another version, or without being created', async () => {
      const { store, batch, id } = await created();
      expect(await store.setStatus(id, 1, 'revoked')).toBeUndefined();
      expect(await store.find(id)).toEqual(batch);
      expect(await store.setStatus('absent', 0, 'revoked')).toBeUndefined();
      expect(await store.find('absent')).toBeUndefined();
    });

    test('stay revoked', async () => {
      const { store, id } = await created();
      expect(await store.setStatus(id, 0, 'revoked')).toMatchObject({ version: 1 });
      expect(await store.setStatus(id, 1, 'valid')).toBeUndefined();
      expect(await store.setStatus(id, 1, 'suspended')).toBeUndefined();
      expect(await store.setStatus(id, 1, 'revoked')).toMatchObject({ status: 'revoked', version: 2 });
    });

    test('change once, even if the response is lost', async () => {
      const { store, id } = await created();
      const retrying = new DynamoIssuedCredentialStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await retrying.setStatus(id, 0, 'suspended')).toBeUndefined();
      expect(await store.find(id)).toMatchObject({ status: 'suspended', version: 1 });
    });

    test('change by one of many concurrent calls from one version', async () => {
      const { store, id } = await created();
      const outcomes = await concurrently(60, (i) => store.setStatus(id, 0, STATUSES[i % STATUSES.length]!));
      const changed = outcomes.filter((outcome) => outcome !== undefined);
      expect(changed).toHaveLength(1);
      expect(await store.find(id)).toEqual(changed[0]);
    });
  });
}
