import 'fake-indexeddb/auto';
import { describe, expect, test } from '@jest/globals';
import { openDB } from 'idb';
import { emptyState, indexedDbStorage, memoryStorage } from '../index.js';
import { codeOf } from '../testing/index.js';
import { testStorage } from '../testing/storage-contract.js';

let databases = 0;
const newName = () => `wallet-${++databases}`;

describe('in memory', () =>
  testStorage(async () => {
    const storage = memoryStorage();
    return { open: async () => storage };
  }));

describe('in IndexedDB', () => {
  testStorage(async () => {
    const name = newName();
    return { open: () => indexedDbStorage(name) };
  });

  const written = async () => {
    const name = newName();
    const storage = await indexedDbStorage(name);
    await storage.write({ ...emptyState(), extensions: { secret: 'the salary' } }, 0);
    return { storage, database: await openDB(name) };
  };

  test('nothing is in clear, and no key can be exported', async () => {
    const { storage, database } = await written();
    const [key] = await storage.keys.create(1, { wrap: async () => 'wrapped' });
    const { iv, sealed } = await database.get('state', 'state');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('salary');
    expect(iv).toHaveLength(12);
    const { privateKey } = await database.get('keys', key!.id);
    expect(privateKey.extractable).toBe(false);
    expect((await database.get('secrets', 'state')).extractable).toBe(false);
  });

  test.each([
    ['truncated', (stored: { sealed: ArrayBuffer }) => ({ ...stored, sealed: stored.sealed.slice(1) })],
    ['under another revision', (stored: { revision: number }) => ({ ...stored, revision: 9 })],
  ])('a state that is %s is not read', async (_, change) => {
    const { storage, database } = await written();
    await database.put('state', change(await database.get('state', 'state')), 'state');
    expect(await codeOf(storage.read())).toBe('storage_damaged');
  });

  test('two tabs that open a new wallet share its key', async () => {
    const name = newName();
    const [one, other] = await Promise.all([indexedDbStorage(name), indexedDbStorage(name)]);
    await one.write({ ...emptyState(), extensions: { a: 1 } }, 0);
    expect((await other.read()).state.extensions).toEqual({ a: 1 });
  });
});
