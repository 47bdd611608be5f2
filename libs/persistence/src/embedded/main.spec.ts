import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { createStoreClient, pingStore } from '../store-client.js';
import { DynamoStatusListStore } from '../stores/status-list-store.js';
import {
  compileEmbeddedStore,
  type EmbeddedProcess,
  forkEmbeddedStore,
  temporaryFolder,
} from '../testing/embedded-process.js';

describe('the embedded store as a process of its own', () => {
  const build = temporaryFolder();
  const folders = [build];
  const children: EmbeddedProcess[] = [];
  let main: string;

  beforeAll(() => {
    main = compileEmbeddedStore(build);
  });

  afterAll(async () => {
    for (const { child, ended } of children) {
      child.kill('SIGKILL');
      await ended;
    }
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const newFolder = () => {
    const folder = temporaryFolder();
    folders.push(folder);
    return folder;
  };

  const start = async (path: string, port?: number) => {
    const started = await forkEmbeddedStore(main, path, port);
    children.push(started);
    return started;
  };

  const clientOf = ({ message }: EmbeddedProcess, maxAttempts = 4) => {
    if (message.type !== 'ready') throw new Error(message.message);
    return createStoreClient({ endpoint: message.endpoint, maxAttempts });
  };

  test('loses no acknowledged write when it is killed under load, and is not corrupt after it', async () => {
    const path = newFolder();
    const acknowledged = new Set<number>();
    for (let round = 0; round < 3; round++) {
      const store = await start(path);
      // One try each, so that what is acknowledged was written by this process.
      const client = clientOf(store, 1);
      await ensureTables(client);
      const lists = new DynamoStatusListStore(client);
      let next = (round + 1) * 1_000_000;
      const enough = acknowledged.size + 150;
      const writer = async () => {
        for (;;) {
          const index = next++;
          await lists.set({ list: 0, index }, 'revoked', 1);
          acknowledged.add(index);
          if (acknowledged.size === enough) store.child.kill('SIGKILL');
        }
      };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, writer));
      expect(outcomes.map(({ status }) => status)).not.toContain('fulfilled');
      expect(await store.ended).toBe('SIGKILL');
      client.close();
    }
    const again = clientOf(await start(path));
    const found = new Set((await new DynamoStatusListStore(again).entries(0)).map(({ index }) => index));
    expect([...acknowledged].filter((index) => !found.has(index))).toEqual([]);
    again.close();
  }, 120_000);

  test.each(['SIGTERM', 'disconnect'] as const)(
    'ends cleanly on %s',
    async (how) => {
      const path = newFolder();
      const store = await start(path);
      if (how === 'disconnect') store.child.disconnect();
      else store.child.kill(how);
      expect(await store.ended).toBe(0);
      expect((await start(path)).message.type).toBe('ready');
    },
    60_000,
  );

  test('leaves Ctrl-C to the parent that forked it', async () => {
    const store = await start(newFolder());
    store.child.kill('SIGINT');
    const client = clientOf(store);
    await ensureTables(client);
    await expect(pingStore(client)).resolves.toBeUndefined();
    store.child.kill('SIGTERM');
    expect(await store.ended).toBe(0);
    client.close();
  }, 60_000);

  test('tells its parent why it cannot start, and ends', async () => {
    const path = newFolder();
    await start(path);
    const second = await start(path);
    expect(second.message).toMatchObject({ type: 'failed', code: 'data_folder_in_use' });
    expect(await second.ended).toBe(1);
  }, 60_000);

  test('outlives a caller that goes away in the middle of a request', async () => {
    const store = await start(newFolder());
    const client = clientOf(store);
    const { hostname, port } = new URL(client.where);
    await new Promise<void>((gone) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half":', () => {
          socket.resetAndDestroy();
          gone();
        });
      });
    });
    await ensureTables(client);
    await expect(pingStore(client)).resolves.toBeUndefined();
    expect(store.child.exitCode).toBeNull();
    client.close();
  }, 60_000);
});
