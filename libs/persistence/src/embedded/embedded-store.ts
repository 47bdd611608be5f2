/// <reference path="./dynalite.d.ts" />
import { mkdirSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { EmbeddedStoreError } from './errors.js';
import { FolderLock } from './folder-lock.js';
import { prepareDatabase } from './prepare-database.js';

export interface EmbeddedStoreOptions {
  /** The data folder; made when missing. One process at a time uses it. */
  readonly path: string;
  /** A free one is taken unless given. */
  readonly port?: number;
}

export interface EmbeddedStore {
  /** What a `StoreConfig` takes as `endpoint`. */
  readonly endpoint: string;
  readonly port: number;
  /** Answers what has been asked, then closes the files. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** How long a connection may keep an ending store waiting. */
const CLOSE_GRACE_MS = 2_000;

/**
 * Starts a DynamoDB-compatible store on the data folder, for this machine only. What it acknowledged survives
 * a killed process. Checks all files first, so that it starts on sound data or not at all.
 *
 * Throws `EmbeddedStoreError`: `data_folder_unwritable`, `data_folder_in_use`, `data_corrupt`, `port_in_use`.
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const folder = resolve(options.path);
  makeFolder(folder);
  const lock = await FolderLock.acquire(folder);
  try {
    const database = join(folder, 'db');
    await prepareDatabase(folder, database);
    const { default: dynalite } = await import('dynalite');
    const server = dynalite({ path: database, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    guardRequests(server);
    const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
      // Only a server that listens closes its files when it is closed.
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw EmbeddedStoreError.unwritable(folder, error);
  }
}

/**
 * Two things that dynalite lacks: a web page that is open on this machine must not be able to read the store
 * (dynalite allows every origin), and a caller that goes away in the middle of a request must not end it
 * (dynalite throws).
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
  return new Promise((started, failed) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      failed(taken ? EmbeddedStoreError.portInUse(port, error) : error);
    };
    const onListening = () => {
      server.off('error', onError);
      started((server.address() as AddressInfo).port);
    };
    server.once('error', onError).once('listening', onListening);
    server.listen(port, HOST);
  });
}

async function closeServer(server: Server): Promise<void> {
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await new Promise<void>((closed, failed) => {
    server.close((error) => (error === undefined || error === null ? closed() : failed(error)));
  }).finally(() => clearTimeout(impatience));
}
