import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HttpsSender } from './sender.js';

type Respond = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const servers: http.Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A receiver on a loopback address, and what it received. */
async function receiver(respond: Respond = (_, response) => void response.end()) {
  const received: { headers: http.IncomingHttpHeaders; body: string; address: string | undefined }[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body, address: request.socket.localAddress });
      respond(request, response);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { received, port: (server.address() as AddressInfo).port };
}

const local = (options: Partial<ConstructorParameters<typeof HttpsSender>[0]> = {}) =>
  new HttpsSender({ allowLoopback: true, ...options });

const message = (url: string) => ({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"type":"ä"}' });

describe('the sender', () => {
  test('posts the body and the headers, and returns the status', async () => {
    const { port, received } = await receiver((_, response) => {
      response.statusCode = 202;
      response.end('thanks');
    });
    expect(await local().send(message(`http://127.0.0.1:${port}/hooks?x=1`))).toEqual({ status: 202 });
    expect(received).toEqual([
      expect.objectContaining({
        body: '{"type":"ä"}',
        headers: expect.objectContaining({
          host: `127.0.0.1:${port}`,
          'content-type': 'application/json',
          'content-length': '13',
          'webhook-id': 'msg_1',
          connection: 'close',
        }),
      }),
    ]);
  });

  test.each([301, 302, 303, 307, 308])('does not follow a redirect with %d', async (status) => {
    const target = await receiver();
    const { port } = await receiver((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    expect(await local().send(message(`http://127.0.0.1:${port}/`))).toEqual({ status });
    expect(target.received).toEqual([]);
  });

  test('returns the status of a response that never ends, and closes its connection', async () => {
    let closed: Promise<unknown> | undefined;
    const { port } = await receiver((_, response) => {
      closed = once(response, 'close');
      const write = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(write));
      };
      response.writeHead(200);
      write();
    });
    expect(await local().send(message(`http://127.0.0.1:${port}/`))).toEqual({ status: 200 });
    await closed;
  });

  test('gives up on a receiver that never answers', async () => {
    const { port, received } = await receiver(() => undefined);
    expect(await local({ timeoutMs: 200 }).send(message(`http://127.0.0.1:${port}/`))).toEqual({
      error: 'timeout',
    });
    expect(received).toHaveLength(1);
  });

  test('gives up on a receiver that accepts a connection and says nothing in TLS', async () => {
    const server = net.createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sockets: net.Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
    expect(await local({ timeoutMs: 200 }).send(message(`https://127.0.0.1:${port}/`))).toEqual({
      error: 'timeout',
    });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('says that TLS failed', async () => {
    const { port } = await receiver();
    expect(await local().send(message(`https://127.0.0.1:${port}/`))).toEqual({ error: 'tls_failed' });
  });

  test('says that a receiver is not there', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await local().send(message(`http://127.0.0.1:${port}/`))).toEqual({ error: 'unreachable' });
    const nowhere = local({
      resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
    });
    expect(await nowhere.send(message('https://portal.example/'))).toEqual({ error: 'unreachable' });
  });

  test('throws the reason of its signal', async () => {
    const stop = new AbortController();
    const { port } = await receiver(() => stop.abort(new Error('Shutting down.')));
    await expect(local().send(message(`http://127.0.0.1:${port}/`), stop.signal)).rejects.toThrow(
      'Shutting down.',
    );
    await expect(local().send(message(`http://127.0.0.1:${port}/`), stop.signal)).rejects.toThrow(
      'Shutting down.',
    );
  });
});

describe('the sender connects only to allowed addresses', () => {
  const forbidden = { error: 'address_not_allowed' };
  const resolvingTo = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: net.isIP(address) })),
  });

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::1',
    'fd00:ec2::254',
    'fe80::1',
    '0.0.0.0',
  ])('of a public host that resolves to %s', async (address) => {
    for (const allowLoopback of [false, true])
      expect(
        await local({ allowLoopback, ...resolvingTo(address) }).send(message('https://portal.example/')),
      ).toEqual(forbidden);
  });

  test('also if only one of several addresses is forbidden', async () => {
    const sender = local(resolvingTo('8.8.8.8', '10.0.0.1'));
    expect(await sender.send(message('https://portal.example/'))).toEqual(forbidden);
  });

  test('and to none if there is none', async () => {
    expect(await local(resolvingTo()).send(message('https://portal.example/'))).toEqual(forbidden);
  });

  test('also if a URL was allowed when it was registered', async () => {
    const sender = new HttpsSender({ allowLoopback: false });
    for (const url of ['http://127.0.0.1/', 'https://169.254.169.254/', 'https://[::1]/'])
      expect(await sender.send(message(url))).toEqual(forbidden);
  });

  test('that it resolved and checked: a name that changes afterwards changes nothing', async () => {
    const { port, received } = await receiver();
    const answers = ['127.0.0.1', '169.254.169.254', '10.0.0.1'];
    const asked: string[] = [];
    const sender = local({
      resolve: async (host) => {
        asked.push(host);
        return [{ address: answers.shift()!, family: 4 }];
      },
    });
    expect(await sender.send(message(`http://shop.localhost:${port}/`))).toEqual({ status: 200 });
    expect(asked).toEqual(['shop.localhost']);
    expect(received).toEqual([
      expect.objectContaining({
        address: '127.0.0.1',
        headers: expect.objectContaining({ host: `shop.localhost:${port}` }),
      }),
    ]);
    expect(await sender.send(message(`http://shop.localhost:${port}/`))).toEqual(forbidden);
    expect(received).toHaveLength(1);
  });
});
