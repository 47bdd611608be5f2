import {
  appendFileSync,
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
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
const FUTURE = 4_000_000_000;

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
  let original: string;

  /** Runs a task with a store on the folder. */
  const withStore = async <T>(
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
    withStore(path, async (client) => {
      await ensureTables(client);
      const lists = new DynamoStatusListStore(client);
      for (let index = from; index < to; index++) await lists.set({ list: 0, index }, 'revoked', 1);
    });

  const countEntries = (path: string) =>
    withStore(path, async (client) => (await new DynamoStatusListStore(client).entries(0)).length);

  /** Copies the original folder. `file` finds a file by its name. */
  const copyFolder = () => {
    const path = newFolder();
    cpSync(original, path, { recursive: true });
    const files = readdirSync(join(path, 'db'));
    const file = (pattern: RegExp) => join(path, 'db', files.find((name) => pattern.test(name))!);
    return { path, file };
  };

  const startError = (path: string, port?: number): Promise<unknown> =>
    startEmbeddedStore(port === undefined ? { path } : { path, port }).then(
      (store) => store.close(),
      (error: unknown) => error,
    );

  beforeAll(async () => {
    original = newFolder();
    // In two runs, so that both a table and a log contain entries.
    await writeEntries(original, 0, ENTRIES / 2);
    await writeEntries(original, ENTRIES / 2, ENTRIES);
  });

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  test('keeps all data over restarts', async () => {
    const { path } = copyFolder();
    expect(await countEntries(path)).toBe(ENTRIES);
    expect(await countEntries(path)).toBe(ENTRIES);
  });

  test('listens on the given port of the loopback interface', async () => {
    const first = await startEmbeddedStore({ path: newFolder() });
    await first.close();
    const second = await startEmbeddedStore({ path: newFolder(), port: first.port });
    expect(second.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    await second.close();
    await expect(second.close()).resolves.toBeUndefined();
  });

  test('rejects requests from web pages', async () => {
    const store = await startEmbeddedStore({ path: newFolder() });
    const response = await fetch(store.endpoint, { headers: { Origin: 'https://page.example' } });
    expect(response.status).toBe(403);
    expect((await fetch(store.endpoint)).status).toBe(200);
    await store.close();
  });

  test('deletes expired items when it starts', async () => {
    const path = newFolder();
    await withStore(path, async (client) => {
      await ensureTables(client);
      const requests = new DynamoRequestStore(client);
      await requests.create(aRequest('old', 1));
      await requests.create(aRequest('new', FUTURE));
    });
    await withStore(path, async (client) => {
      const requests = new DynamoRequestStore(client);
      expect(await requests.find('old')).toBeUndefined();
      expect(await requests.find('new')).toEqual(aRequest('new', FUTURE));
    });
  });

  test('completes a table whose creation was interrupted by a kill', async () => {
    const { path } = copyFolder();
    const database = await openDatabase(path, join(path, 'db'));
    const key = 'table~StatusLists';
    for await (const [found, table] of database.iterator())
      if (found === key) await database.put(key, { ...(table as object), TableStatus: 'CREATING' });
    await database.close();
    expect(await countEntries(path)).toBe(ENTRIES);
  });

  test('is reported with its endpoint and the reason if it is not available', async () => {
    const store = await startEmbeddedStore({ path: newFolder() });
    await store.close();
    const client = createStoreClient({ endpoint: store.endpoint, maxAttempts: 1 });
    const error = await pingStore(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as Error).message).toBe(
      `The store ${store.endpoint} is not available: connection refused (GetItem).`,
    );
    client.close();
  });

  describe('reports the error and what to do', () => {
    test('when the data folder is in use', async () => {
      const path = newFolder();
      const store = await startEmbeddedStore({ path });
      const error = (await startError(path)) as Error;
      expect(error).toMatchObject({ name: 'EmbeddedStoreError', code: 'data_folder_in_use' });
      expect(error.message).toContain(path);
      expect(error.message).toMatch(
        /in use by another process\. Stop that process, or set DATA_DIR to another folder/,
      );
      await store.close();
      expect(await startError(path)).toBeUndefined();
    });

    test('when the port is in use, and releases the folder', async () => {
      const store = await startEmbeddedStore({ path: newFolder() });
      const path = newFolder();
      const error = (await startError(path, store.port)) as Error;
      expect(error).toMatchObject({ code: 'port_in_use' });
      expect(error.message).toMatch(
        new RegExp(`^Port ${store.port} .* set EMBEDDED_STORE_PORT to another port`),
      );
      expect(await startError(path)).toBeUndefined();
      await store.close();
    });

    describe('when the data folder cannot be created:', () => {
      const file = () => {
        const path = join(newFolder(), 'a file');
        writeFileSync(path, '');
        return path;
      };
      const onLinux = process.platform === 'linux' ? test.each : test.skip.each;

      test.each([
        ['a file is in its place', file, 'a part of the path is a file'],
        ['a file is in the place of a parent', () => join(file(), 'data'), 'a part of the path is a file'],
        ['its name is too long', () => join(newFolder(), 'a'.repeat(300)), 'the path is too long'],
      ])('%s', expectUnwritable);

      // The option `recursive` of mkdir never returns for the first three.
      onLinux([
        ['below /proc', () => '/proc/data/store', 'no place for folders'],
        ['below a process', () => '/proc/self/store', 'no place for folders'],
        ['below open files', () => '/proc/self/fd/store', 'no place for folders'],
        ['below a device', () => '/dev/null/store', 'a part of the path is a file'],
      ])('%s', expectUnwritable);

      async function expectUnwritable(_: string, path: () => string, reason: string): Promise<void> {
        const error = (await startError(path())) as Error;
        expect(error).toMatchObject({ code: 'data_folder_unwritable' });
        expect(error.message).toContain(reason);
        expect(error.message).toContain('Make it writable for this user, or set DATA_DIR to another folder.');
      }
    });
  });

  describe('does not start on corrupt data:', () => {
    const flipBit = (file: string, position: (length: number) => number) => {
      const bytes = readFileSync(file);
      bytes[position(bytes.length)]! ^= 0x20;
      writeFileSync(file, bytes);
    };

    const expectCorrupt = async (path: string, reason: RegExp) => {
      const error = (await startError(path)) as Error;
      expect(error).toMatchObject({ code: 'data_corrupt' });
      expect(error.message).toMatch(reason);
      expect(error.message).toMatch(/Restore the folder from a backup, or move it away/);
    };

    test.each([
      [
        'the first block of a table',
        /\.ldb$/,
        () => 100,
        /\.ldb is invalid: a block has an invalid checksum/,
      ],
      ['the end of a table', /\.ldb$/, (length: number) => length - 1, /the footer is invalid/],
      ['a record in the middle of the log', /\.log$/, (length: number) => length >> 1, /\.log is invalid/],
      ['the first length in the log', /\.log$/, () => 4, /\.log is invalid/],
      ['the last record of the log', /\.log$/, (length: number) => length - 3, /\.log is invalid/],
      ['the manifest', /^MANIFEST/, () => 20, /MANIFEST-\d+ is invalid/],
      ['CURRENT', /^CURRENT$/, () => 0, /CURRENT is invalid/],
    ])('a flipped bit in %s', async (_, pattern, position, reason) => {
      const { path, file } = copyFolder();
      flipBit(file(pattern), position);
      await expectCorrupt(path, reason);
    });

    test.each([
      ['CURRENT', /^CURRENT$/, /CURRENT is missing/],
      ['the manifest', /^MANIFEST/, /MANIFEST-\d+ is missing/],
      ['the log', /\.log$/, /\.log is missing/],
      ['a table', /\.ldb$/, /\.ldb is missing/],
    ])('%s missing', async (_, pattern, reason) => {
      const { path, file } = copyFolder();
      unlinkSync(file(pattern));
      await expectCorrupt(path, reason);
    });

    test('a truncated table', async () => {
      const { path, file } = copyFolder();
      truncateSync(file(/\.ldb$/), 60);
      await expectCorrupt(path, /\.ldb is invalid/);
    });

    test('a log overwritten with text', async () => {
      const { path, file } = copyFolder();
      writeFileSync(file(/\.log$/), 'some text that is long enough for a header');
      await expectCorrupt(path, /\.log is invalid/);
    });

    test('but accepts a truncated last write', async () => {
      const { path, file } = copyFolder();
      const log = file(/\.log$/);
      truncateSync(log, readFileSync(log).length - 5);
      expect(await countEntries(path)).toBe(ENTRIES - 1);
    });

    test('but accepts zeros after the last write, which a power failure leaves', async () => {
      const { path, file } = copyFolder();
      appendFileSync(file(/\.log$/), new Uint8Array(3000));
      expect(await countEntries(path)).toBe(ENTRIES);
    });
  });

  test('makes the folders of an earlier version private', async () => {
    const { path } = copyFolder();
    const folders = [path, join(path, 'db')];
    for (const folder of folders) chmodSync(folder, 0o755);
    // Files that LevelDB creates later get the umask of this process, below a folder that others cannot enter.
    await withStore(path, async () => {
      expect(folders.map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
    });
  });
});
