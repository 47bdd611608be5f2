import { describe, expect, test } from '@jest/globals';
import type { CredentialStatus, IssuedBatch } from '@zk-income/credential';
import { DynamoIssuedCredentialStore } from '../../stores/issued-credential-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { beforeNext } from '../faults.js';
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

    test('cannot be created twice under one id', async () => {
      const { store, batch } = await created();
      await expect(store.create(batch)).rejects.toMatchObject({ code: 'already_exists' });
    });

    test('change their status, each time with a new version', async () => {
      const { store, batch, id } = await created();
      expect(await store.changeStatus(id, 'acme', 'suspended')).toEqual({
        ...batch,
        status: 'suspended',
        version: 1,
      });
      expect(await store.changeStatus(id, 'acme', 'valid')).toMatchObject({ status: 'valid', version: 2 });
    });

    test('stay revoked and can be revoked again', async () => {
      const { store, id } = await created();
      expect(await store.changeStatus(id, 'acme', 'revoked')).toMatchObject({ version: 1 });
      expect(await store.changeStatus(id, 'acme', 'valid')).toBe('revoked');
      expect(await store.changeStatus(id, 'acme', 'suspended')).toBe('revoked');
      expect(await store.changeStatus(id, 'acme', 'revoked')).toMatchObject({
        status: 'revoked',
        version: 2,
      });
    });

    test('are unknown to other clients, like batches that do not exist', async () => {
      const { store, batch, id } = await created();
      expect(await store.changeStatus(id, 'bolt', 'revoked')).toBe('unknown');
      expect(await store.find(id)).toEqual(batch);
      expect(await store.changeStatus('absent', 'acme', 'revoked')).toBe('unknown');
      expect(await store.find('absent')).toBeUndefined();
    });

    test('do not reveal to other clients that they are revoked', async () => {
      const { store, id } = await created();
      await store.changeStatus(id, 'acme', 'revoked');
      expect(await store.changeStatus(id, 'bolt', 'valid')).toBe('unknown');
    });

    test('change their status if they are created after a first attempt failed', async () => {
      const batch = aBatch();
      const other = new DynamoIssuedCredentialStore(openClient());
      const interrupted = new DynamoIssuedCredentialStore(
        beforeNext(openClient(), 'GetItemCommand', () => other.create(batch)),
      );
      expect(await interrupted.changeStatus(batch.id, 'acme', 'revoked')).toMatchObject({ version: 1 });
    });

    test('give each of many concurrent changes a version of its own and end revoked', async () => {
      const { store, id } = await created();
      const outcomes = await concurrently(60, (i) =>
        store.changeStatus(id, 'acme', STATUSES[i % STATUSES.length]!),
      );
      const changed = outcomes.filter((outcome) => typeof outcome === 'object');
      const versions = changed.map((outcome) => outcome.version).sort((a, b) => a - b);
      expect(versions).toEqual(changed.map((_, i) => i + 1));
      expect(countOf(outcomes, 'unknown')).toBe(0);
      const firstRevoked = Math.min(
        ...changed.filter(({ status }) => status === 'revoked').map(({ version }) => version),
      );
      for (const { status, version } of changed) if (version > firstRevoked) expect(status).toBe('revoked');
      expect(await store.find(id)).toMatchObject({ status: 'revoked', version: changed.length });
    });
  });
}
