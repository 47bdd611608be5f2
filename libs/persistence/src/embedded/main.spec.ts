import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { pingStore } from '../store-client.js';
import { clientOf, compileEmbeddedStore, EmbeddedProcesses } from '../testing/embedded-process.js';
import { testKillUnderLoad } from '../testing/kill-under-load.js';

/** Name, mode, and whether it is a folder, of everything in a folder. */
function modesIn(folder: string): [string, number, boolean][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const stats = statSync(join(folder, name));
    return [name, stats.mode & 0o777, stats.isDirectory()];
  });
}

describe('the embedded store as a separate process', () => {
  let processes: EmbeddedProcesses;

  beforeAll(() => {
    processes = new EmbeddedProcesses();
  });

  afterAll(() => processes.close());

  testKillUnderLoad(() => processes, 1);

  test.each(['SIGTERM', 'disconnect'] as const)('exits cleanly on %s', async (event) => {
    const path = processes.newFolder();
    const store = await processes.start(path);
    if (event === 'disconnect') store.child.disconnect();
    else store.child.kill(event);
    expect(await store.exited).toBe(0);
    expect((await processes.start(path)).message.type).toBe('ready');
  });

  test('keeps its files for this user only, whatever the umask', async () => {
    const path = join(processes.newFolder(), 'data', 'store');
    const umask = process.umask(0);
    const first = await processes.start(path).finally(() => process.umask(umask));
    const client = clientOf(first);
    await ensureTables(client);
    client.close();
    const modes = modesIn(join(path, '..'));
    expect(modes.length).toBeGreaterThan(6);
    expect(modes.filter(([, mode, isFolder]) => mode !== (isFolder ? 0o700 : 0o600))).toEqual([]);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  test('ignores SIGINT while it has a parent', async () => {
    const store = await processes.start(processes.newFolder());
    store.child.kill('SIGINT');
    const client = clientOf(store);
    await ensureTables(client);
    await expect(pingStore(client)).resolves.toBeUndefined();
    store.child.kill('SIGTERM');
    expect(await store.exited).toBe(0);
    client.close();
  });

  test('reports to its parent why it cannot start, and exits', async () => {
    const path = processes.newFolder();
    await processes.start(path);
    const second = await processes.start(path);
    expect(second.message).toMatchObject({ type: 'failed', code: 'data_folder_in_use' });
    expect(await second.exited).toBe(1);
  });

  test('names the package to install if dynalite is missing', async () => {
    const [build, nodeModules] = [processes.newFolder(), join(processes.newFolder(), 'node_modules')];
    mkdirSync(nodeModules);
    const { message, exited } = await processes.start(
      processes.newFolder(),
      compileEmbeddedStore(build, nodeModules),
    );
    expect(message).toMatchObject({
      type: 'failed',
      code: 'dynalite_missing',
      message: expect.stringContaining('npm install dynalite'),
    });
    expect(await exited).toBe(1);
  });

  test('keeps running when a client closes the connection in the middle of a request', async () => {
    const store = await processes.start(processes.newFolder());
    const client = clientOf(store);
    const { hostname, port } = new URL(client.location);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half":', () => {
          socket.resetAndDestroy();
          resolve();
        });
      });
    });
    await ensureTables(client);
    await expect(pingStore(client)).resolves.toBeUndefined();
    expect(store.child.exitCode).toBeNull();
    client.close();
  });
});
