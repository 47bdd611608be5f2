// Clients that hold connections open: half-open, garbage, slow headers, slow bodies.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { answers, until } from '../harness/network.mjs';
import { startServices } from './services.mjs';

const CONNECTIONS = 2_000;
const DRIP_MS = 1_000;
/** Descriptors that a service may open for other reasons, such as connections to the store. */
const TOLERANCE = 20;

const HEADERS = 'POST /verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const KINDS = [
  { first: '', next: '' },
  { first: 'GARBAGE\r\n\r\n', next: 'GARBAGE\r\n\r\n' },
  { first: HEADERS, next: 'X-Slow: x\r\n' },
  { first: `${HEADERS}Content-Length: 60000\r\n\r\n{"`, next: 'x' },
  { first: 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /health', next: '/' },
];

const descriptors = ({ program }) => readdirSync(`/proc/${program.child.pid}/fd`).length;

/** Opens connections of all kinds, whose clients ignore that the server closes its side and send a little every second. */
async function occupy({ port }, count) {
  const sockets = [];
  for (let i = 0; i < count; i++) {
    const { first, next } = KINDS[i % KINDS.length];
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined).on('data', () => undefined);
    socket.write(first);
    const drip = setInterval(() => socket.writable && next !== '' && socket.write(next), DRIP_MS);
    socket.once('close', () => clearInterval(drip));
    sockets.push(socket);
    if (i % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
  }
  await until('all connections are accepted or rejected', () =>
    sockets.every(({ connecting }) => !connecting),
  );
  return sockets;
}

const linux = process.platform === 'linux' ? {} : { skip: 'descriptors are counted in /proc' };
let services;
let left = [];

before(async () => {
  services = await startServices();
});
after(() => {
  for (const socket of left) socket.destroy();
});

for (const name of ['issuer', 'verifier']) {
  test(`the ${name} ends ${CONNECTIONS} connections that their clients hold open`, linux, async (t) => {
    const service = services[name];
    assert.ok(await answers(`${service.url}/health/live`));
    const initial = descriptors(service);
    const started = Date.now();
    const sockets = await occupy(service, CONNECTIONS);
    assert.ok(descriptors(service) > initial + TOLERANCE, 'the connections are open');
    assert.ok(await answers(`${service.url}/health/live`), 'it serves others in the meantime');
    await until('the descriptors are closed', () => descriptors(service) <= initial + TOLERANCE, 250);
    t.diagnostic(
      `${Math.round((Date.now() - started) / 1000)} s, ${initial} then ${descriptors(service)} descriptors`,
    );
    for (const socket of sockets) socket.destroy();
  });
}

for (const name of ['issuer', 'verifier']) {
  test(`the ${name} exits with 0 on SIGTERM while ${CONNECTIONS} connections are open`, async () => {
    const service = services[name];
    left = [...left, ...(await occupy(service, CONNECTIONS))];
    assert.equal(await service.program.stop(), 0);
  });
}
