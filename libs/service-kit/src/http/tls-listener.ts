import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServiceConfig } from '../config/service-config.js';
import type { Connections } from './connections.js';
import { createHttpsServer } from './http-server.js';

/**
 * Serves an application over TLS, on a port of its own beside that of HTTP: with the same handlers, time limits and
 * connections.
 */
export class TlsListener {
  private readonly servers: Server[] = [];

  constructor(
    private readonly handler: RequestListener,
    private readonly config: ServiceConfig,
    private readonly connections: Connections,
  ) {}

  /** Listens, if `TLS_PORT` is set. Returns the port. `localhost` has a server for each of its addresses. */
  async listen(): Promise<number | undefined> {
    const { HOST, TLS_PORT, TLS_CERTIFICATE_FILE, TLS_KEY_FILE } = this.config;
    if (TLS_PORT === undefined || TLS_CERTIFICATE_FILE === undefined || TLS_KEY_FILE === undefined)
      return undefined;
    const credentials = { cert: readFileSync(TLS_CERTIFICATE_FILE), key: readFileSync(TLS_KEY_FILE) };
    const hosts = HOST === 'localhost' ? await addressesOfLocalhost() : [HOST];
    let port = TLS_PORT;
    for (const host of hosts) {
      const server = createHttpsServer(this.handler, this.config, this.connections, credentials);
      server.listen(port, host);
      await once(server, 'listening');
      this.servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
    return port;
  }

  /** Accepts no more connections. Resolves when those in progress have ended. */
  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => new Promise((closed) => server.close(closed))));
  }
}

async function addressesOfLocalhost(): Promise<readonly string[]> {
  const found = await lookup('localhost', { all: true });
  return [...new Set(found.map(({ address }) => address))];
}
