// Ports, and waiting for what gives no event.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 120_000;
const RESPONSE_MS = 2_000;

/** Resolves as soon as `holds` does. Throws after two minutes. */
export async function until(what, holds, everyMs = 20) {
  for (const deadline = Date.now() + PATIENCE_MS; !(await holds()); await wait(everyMs)) {
    if (Date.now() > deadline) throw new Error(`timed out after ${PATIENCE_MS / 1000} s: ${what}`);
  }
}

/** Whether a URL answers with status 200, over a new connection. */
export const answers = (url) =>
  new Promise((resolve) => {
    get(url, { agent: false, timeout: RESPONSE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .on('timeout', function () {
        this.destroy();
      });
  });

/**
 * A free port for each name. Below the ports that Linux and macOS give to connections and to servers on port 0: no other
 * test takes it until a service listens on it, nor while the service restarts.
 */
export async function freePorts(names) {
  const servers = await Promise.all(names.map(listenOnFreePort));
  const ports = Object.fromEntries(names.map((name, i) => [name, String(servers[i].address().port)]));
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

async function listenOnFreePort() {
  for (;;) {
    const server = createServer().listen(randomInt(20_000, 32_000), '127.0.0.1');
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
}
