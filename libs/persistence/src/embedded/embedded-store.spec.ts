import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { StoreUnavailableError } from '../errors.js';
import { createStoreClient, pingStore } from '../store-client.js';
import { DynamoRequestStore } from '../stores/request-store.js';
import { DynamoStatusListStore } from '../stores/status-list-store.js';
import { temporaryFolder } from '../testing/embedded-process.js';
import { startEmbeddedStore } from './embedded-store.js';
import { openDatabase } from './open-database.js';

const ENTRIES = 120;
const FAR = 4_000_000_000;

const aRequest = (id: string, expiresAt: number) => ({
  id,
  ownerId: 'landlord',
  nonce: 'nonce',
  audience: 'audience',
  transactionData: ['data'],
  createdAt: 0,
  expiresAt,
  state: 'pending' as const,
  failedAttempts: 0,
});

describe('the embedded store', () => {
  const folders: string[] = [];
  const newFolder = () => {
    const folder = temporaryFolder();
    folders.push(folder);
    return folder;
  };
  let filled: string;

  /** Does something with a store on the folder and closes it again. */
  const using = async <T>(
    path: string,
    task: (client: ReturnType<typeof createStoreClient>) => Promise<T>,
  ): Promise<T> => {
    const store = await startEmbeddedStore({ path });
    const client = createStoreClient({ endpoint: store.endpoint });
    try {
      return await task(client);
    } finally {
      client.close();
      await store.close();
    }
  };

  const writeEntries = (path: string, from: number, to: number) =>
    using(path, async (client) => {
      await ensureTables(client);
      const lists = new DynamoStatusListStore(client);
      for (let index = from; index < to; index++) await lists.set({ list: 0, index }, 'revoked', 1);
    });

  const countEntries = (path: string) =>
    using(path, async (client) => (await new DynamoStatusListStore(client).entries(0)).length);

  /** A copy of the filled folder, and its files by kind. */
  const copy = () => {
    const path = newFolder();
    cpSync(filled, path, { recursive: true });
    const files = readdirSync(join(path, 'db'));
    const file = (pattern: RegExp) => join(path, 'db', files.find((name) => pattern.test(name))!);
    return { path, file };
  };

  const failureOf = (path: string, port?: number): Promise<unknown> =>
    startEmbeddedStore(port === undefined ? { path } : { path, port }).then(
      (store) => store.close(),
      (error: unknown) => error,
    );

  beforeAll(async () => {
    filled = newFolder();
    // Twice, so that there are both a table and a log with entries in it.
    await writeEntries(filled, 0, ENTRIES / 2);
    await writeEntries(filled, ENTRIES / 2, ENTRIES);
  }, 60_000);

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  test('keeps everything when it is started again on the same folder', async () => {
    const { path } = copy();
    expect(await countEntries(path)).toBe(ENTRIES);
    expect(await countEntries(path)).toBe(ENTRIES);
  }, 60_000);

  test('listens on the port it is told, and for this machine only', async () => {
    const first = await startEmbeddedStore({ path: newFolder() });
    await first.close();
    const second = await startEmbeddedStore({ path: newFolder(), port: first.port });
    expect(second.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    await second.close();
    await expect(second.close()).resolves.toBeUndefined();
  });

  test('answers no web page', async () => {
    const store = await startEmbeddedStore({ path: newFolder() });
    const answer = await fetch(store.endpoint, { headers: { Origin: 'https://page.example' } });
    expect(answer.status).toBe(403);
    expect((await fetch(store.endpoint)).status).toBe(200);
    await store.close();
  });

  test('forgets what had expired when it starts', async () => {
    const path = newFolder();
    await using(path, async (client) => {
      await ensureTables(client);
      const requests = new DynamoRequestStore(client);
      await requests.create(aRequest('old', 1));
      await requests.create(aRequest('new', FAR));
    });
    await using(path, async (client) => {
      const requests = new DynamoRequestStore(client);
      expect(await requests.find('old')).toBeUndefined();
      expect(await requests.find('new')).toEqual(aRequest('new', FAR));
    });
  });

  test('finishes a table that was being created when its process was killed', async () => {
    const { path } = copy();
    const database = await openDatabase(path, join(path, 'db'));
    const key = 'table~StatusLists';
    for await (const [found, table] of database.iterator())
      if (found === key) await database.put(key, { ...(table as object), TableStatus: 'CREATING' });
    await database.close();
    expect(await countEntries(path)).toBe(ENTRIES);
  });

  test('that is gone is reported with its address and the reason', async () => {
    const store = await startEmbeddedStore({ path: newFolder() });
    await store.close();
    const client = createStoreClient({ endpoint: store.endpoint, maxAttempts: 1 });
    const error = await pingStore(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as Error).message).toBe(
      `The store at ${store.endpoint} is not available: nothing listens there (GetItem).`,
    );
    client.close();
  });

  describe('says what is wrong and what to do', () => {
    test('when the data folder is in use', async () => {
      const path = newFolder();
      const store = await startEmbeddedStore({ path });
      const error = (await failureOf(path)) as Error;
      expect(error).toMatchObject({ name: 'EmbeddedStoreError', code: 'data_folder_in_use' });
      expect(error.message).toContain(path);
      expect(error.message).toMatch(/used by another process\. Stop that one, or choose another folder/);
      await store.close();
      expect(await failureOf(path)).toBeUndefined();
    });

    test('when the port is taken; the folder is free again after it', async () => {
      const store = await startEmbeddedStore({ path: newFolder() });
      const path = newFolder();
      const error = (await failureOf(path, store.port)) as Error;
      expect(error).toMatchObject({ code: 'port_in_use' });
      expect(error.message).toMatch(new RegExp(`^Port ${store.port} .* choose another port\\.$`));
      expect(await failureOf(path)).toBeUndefined();
      await store.close();
    });

    test('when the data folder cannot be made', async () => {
      const file = join(newFolder(), 'a file');
      writeFileSync(file, '');
      const error = (await failureOf(join(file, 'data'))) as Error;
      expect(error).toMatchObject({ code: 'data_folder_unwritable' });
      expect(error.message).toMatch(/Make it writable for this user, or choose another folder/);
    });
  });

  describe('finds damaged data and starts on none', () => {
    const flip = (file: string, position: (length: number) => number) => {
      const bytes = readFileSync(file);
      bytes[position(bytes.length)]! ^= 0x20;
      writeFileSync(file, bytes);
    };

    const expectCorrupt = async (path: string, reason: RegExp) => {
      const error = (await failureOf(path)) as Error;
      expect(error).toMatchObject({ code: 'data_corrupt' });
      expect(error.message).toMatch(reason);
      expect(error.message).toMatch(/Restore the folder from a copy, or move it away/);
    };

    test.each([
      ['the first block of a table', /\.ldb$/, () => 100, /\.ldb is damaged: a block has a wrong checksum/],
      ['the end of a table', /\.ldb$/, (length: number) => length - 1, /its end is not that of a table/],
      ['a record in the middle of the log', /\.log$/, (length: number) => length >> 1, /\.log is damaged/],
      ['the first length in the log', /\.log$/, () => 4, /\.log is damaged/],
      ['the last record of the log', /\.log$/, (length: number) => length - 3, /\.log is damaged/],
      ['the manifest', /^MANIFEST/, () => 20, /MANIFEST-\d+ is damaged/],
      ['CURRENT', /^CURRENT$/, () => 0, /CURRENT is damaged/],
    ])('a flipped bit in %s', async (_where, pattern, position, reason) => {
      const { path, file } = copy();
      flip(file(pattern), position);
      await expectCorrupt(path, reason);
    });

    test.each([
      ['CURRENT', /^CURRENT$/, /CURRENT is missing/],
      ['the manifest', /^MANIFEST/, /MANIFEST-\d+ is missing/],
      ['the log', /\.log$/, /\.log is missing/],
      ['a table', /\.ldb$/, /\.ldb is missing/],
    ])('%s missing', async (_what, pattern, reason) => {
      const { path, file } = copy();
      unlinkSync(file(pattern));
      await expectCorrupt(path, reason);
    });

    test('a table cut short', async () => {
      const { path, file } = copy();
      truncateSync(file(/\.ldb$/), 60);
      await expectCorrupt(path, /\.ldb is damaged/);
    });

    test('files overwritten with other text', async () => {
      const { path, file } = copy();
      writeFileSync(file(/\.log$/), 'not a log at all, but long enough to hold a header');
      await expectCorrupt(path, /\.log is damaged/);
    });

    test('but takes a last write that was cut off for what it is', async () => {
      const { path, file } = copy();
      const log = file(/\.log$/);
      truncateSync(log, readFileSync(log).length - 5);
      expect(await countEntries(path)).toBe(ENTRIES - 1);
    });

    test('but takes zeros after the last write for what a power failure leaves', async () => {
      const { path, file } = copy();
      appendFileSync(file(/\.log$/), new Uint8Array(3000));
      expect(await countEntries(path)).toBe(ENTRIES);
    });
  });
});
