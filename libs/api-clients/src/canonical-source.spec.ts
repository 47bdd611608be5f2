import { expect, test } from '@jest/globals';
import { ClientAdministration } from './client-administration.js';
import { createApiClient } from './create-api-client.js';
import { MemoryApiClientRegistry, MemoryApiClientStore } from './testing/memory-stores.js';

const client = { id: 'acme', name: 'Acme', scopes: ['issue'] } as const;

function openStores() {
  const store = new MemoryApiClientStore();
  const administration = new ClientAdministration(new MemoryApiClientRegistry(store), { now: () => 0 });
  const sources = () => [...store.clients.values()].map(({ sourceId }) => sourceId);
  return { store, administration, sources };
}

test('clients are registered with the canonical form of their payer', async () => {
  const { store, administration, sources } = openStores();
  await createApiClient(store, { ...client, sourceId: 'vat:de 123.456' });
  await administration.add({ ...client, id: 'bolt', sourceId: 'VAT:DE-654321' });
  expect(sources()).toEqual(['vat:DE123456', 'vat:DE654321']);
  await administration.setSource('bolt', 'lei:529900-t8bm49-aursdo55');
  expect(sources()).toEqual(['vat:DE123456', 'lei:529900T8BM49AURSDO55']);
});

test('no client is registered for a payer of an unknown register', async () => {
  const { store, administration, sources } = openStores();
  const sourceId = 'hrb:12345';
  await expect(createApiClient(store, { ...client, sourceId })).rejects.toMatchObject({
    code: 'source_invalid',
  });
  await expect(administration.add({ ...client, sourceId })).rejects.toMatchObject({ code: 'source_invalid' });
  expect(sources()).toEqual([]);
});
