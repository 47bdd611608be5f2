import { existsSync, mkdirSync, statSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { EmbeddedStoreError } from './errors.js';
import { FolderLock } from './folder-lock.js';
import { loadDynalite } from './load-dynalite.js';
import { prepareDatabase } from './prepare-database.js';
import { makePrivate } from './private-folder.js';

export interface EmbeddedStoreOptions {
  /** The data folder, for this user only, created if it does not exist. One process at a time can use it. */
  readonly path: string;
  /** By default a free port. */
  readonly port?: number;
}

export interface EmbeddedStore {
  /** The `endpoint` of a `StoreConfig`. */
  readonly endpoint: string;
  readonly port: number;
  /** Completes the open requests, then closes the files. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** How long `close` waits for open connections. */
const CLOSE_GRACE_MS = 2_000;

/**
 * Starts a DynamoDB-compatible store on the data folder, which listens on the loopback interface only. Acknowledged
 * writes survive a killed process. All files are checked first, so that the store does not start on corrupt data.
 *
 * @throws EmbeddedStoreError
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const folder = resolvePath(options.path);
  createDataFolder(folder);
  const lock = await FolderLock.acquire(folder);
  try {
    const database = join(folder, 'db');
    // Policies, receipts and statuses are personal data.
    makePrivate(folder);
    await prepareDatabase(folder, database);
    const { dynalite } = await loadDynalite();
    const server = dynalite({ path: database, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    guardRequests(server);
    const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
      // A server closes its files only if it listens.
      await listen(server, 0);
      await closeServer(server);
      throw error;
    });
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= closeServer(server).finally(() => lock.release());
      return closing;
    };
    return { endpoint: `http://${HOST}:${port}`, port, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function createDataFolder(folder: string): void {
  try {
    createFolder(folder);
  } catch (error) {
    throw EmbeddedStoreError.unwritable(folder, error);
  }
}

/** Creates a folder and its parents, for this user only. The option `recursive` of Node never returns for some, such as /proc/data. */
function createFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    return;
  }
  createFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process has just created it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Mends two faults of dynalite. It allows every origin, so a web page open on this machine could read the store. And it
 * throws if a client closes the connection in the middle of a request, which would stop the store.
 */
function guardRequests(server: Server): void {
  const [handle] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers.origin !== undefined) {
      response.writeHead(403).end();
      return;
    }
    handle!(request, response);
    request.removeAllListeners('error');
    request.on('error', () => request.destroy());
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      const unavailable = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(unavailable ? EmbeddedStoreError.portInUse(port, error) : error);
    };
    const onListening = () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    };
    server.once('error', onError).once('listening', onListening);
    server.listen(port, HOST);
  });
}

async function closeServer(server: Server): Promise<void> {
  const timeout = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
  }).finally(() => clearTimeout(timeout));
}
