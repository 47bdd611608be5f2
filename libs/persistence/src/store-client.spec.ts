import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createStoreClient, pingStore } from './store-client.js';

const MAX_CONNECTIONS = 50;

test('sends at most as many calls at the same time as there are connections, and queues the others', async () => {
  const open: ServerResponse[] = [];
  let most = 0;
  let answered = 0;
  const calls = 3 * MAX_CONNECTIONS;
  const server = createServer((_, response) => {
    open.push(response);
    most = Math.max(most, open.length);
    // Respond only when all connections are in use.
    if (open.length === Math.min(MAX_CONNECTIONS, calls - answered)) {
      answered += open.length;
      for (const waiting of open.splice(0))
        waiting.setHeader('Content-Type', 'application/x-amz-json-1.0').end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createStoreClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requestTimeoutMs: 60_000,
    maxAttempts: 1,
  });
  await Promise.all(Array.from({ length: calls }, () => pingStore(client, ['Nonces'])));
  expect(most).toBe(MAX_CONNECTIONS);
  client.close();
  await new Promise((resolve) => server.close(resolve));
});
