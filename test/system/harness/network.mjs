// Ports, and waiting for what gives no event.
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

/** A free port for each name. */
export async function freePorts(names) {
  const servers = await Promise.all(
    names.map(async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = Object.fromEntries(names.map((name, i) => [name, String(servers[i].address().port)]));
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
