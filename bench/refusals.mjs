// What it costs a service to refuse a request: for every open route of issuer, verifier and test prover, taken from their
// OpenAPI documents, and for every route with a key as an anonymous caller, the CPU time per refusal of the most expensive
// bodies, beside that of an empty body. Then the delay of the verifier's event loop while it refuses a mix of them.
// `node bench/refusals.mjs [--each 200] [--json]`
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { EXPENSIVE_BODIES, presentationsOf } from './refusals/bodies.mjs';
import { startAll } from './refusals/services.mjs';

const { values: options } = parseArgs({
  options: { each: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } },
});
const each = Number(options.each);
const BUDGET = { ms: 8, ratio: 2 };
const ROUNDS = 3;
const NOWHERE = { method: 'POST', path: '/nothing' };
const NANOSECONDS_PER_MS = 1e6;

/** CPU time of a process in milliseconds, of all its threads; `stat` counts in steps of 10 ms only. */
function cpuOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / NANOSECONDS_PER_MS;
}

/** Sends a body `each` times. Returns the CPU time per request and the status of the last response. */
async function cost({ pid, url }, { method, path }, body) {
  const started = cpuOf(pid);
  let status;
  await autocannon({
    url,
    connections: 4,
    amount: each,
    requests: [{ method, path, headers: { 'content-type': 'application/json' }, body }],
    setupClient: (client) => client.on('response', (code) => (status = code)),
  });
  return { ms: (cpuOf(pid) - started) / each, status };
}

/** The operations of a service that have a body; the server answers without a key either way. */
async function operationsOf({ url }) {
  const { paths } = await (await fetch(`${url}/openapi.json`)).json();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.requestBody)
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replace(/\{[^}]+\}/g, 'x') })),
  );
}

/** A body that is as large as the others and dropped unread, on a path that does not exist: what receiving it costs. */
const UNREAD = 'x'.repeat(72_000);

/** The median CPU time of each body, of rounds that alternate between all bodies. The first compiles the code. */
async function medianCosts(service, operation, bodies) {
  const rows = new Map(Object.keys(bodies).map((name) => [name, { times: [] }]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, body] of Object.entries(bodies)) {
      const row = rows.get(name);
      const { ms, status } = await cost(service, name === 'unread' ? NOWHERE : operation, body);
      row.status = status;
      if (round > 0) row.times.push(ms);
    }
  }
  return [...rows].map(([name, { status, times }]) => ({
    body: name,
    status,
    ms: times.sort((one, two) => one - two)[ROUNDS >> 1],
  }));
}

async function measureRefusals(services, request) {
  const rows = [];
  for (const service of services) {
    for (const operation of await operationsOf(service)) {
      const [{ ms: empty }, ...others] = await medianCosts(service, operation, {
        empty: '',
        unread: UNREAD,
        ...EXPENSIVE_BODIES,
        ...(operation.path === '/verify' && presentationsOf(request)),
      });
      const route = `${operation.method} ${operation.path}`;
      rows.push(...others.map((row) => ({ route, ...row, empty, ratio: row.ms / empty })));
    }
  }
  return rows;
}

/** Refuses a mix of bodies for some seconds. Returns the delay of the event loop, and honest presentations beside it. */
async function measureMixed(verifier, honest) {
  const bodies = Object.values(EXPENSIVE_BODIES);
  let next = 0;
  const attack = autocannon({
    url: verifier.url,
    connections: 32,
    duration: 10,
    requests: [
      {
        method: 'POST',
        path: '/verify',
        headers: { 'content-type': 'application/json' },
        setupRequest: (one) => ({ ...one, body: bodies[next++ % bodies.length] }),
      },
    ],
  });
  const times = [];
  let verified = 0;
  for (const body of honest) {
    const started = performance.now();
    const response = await fetch(`${verifier.url}/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if ((await response.json()).verified) verified++;
    times.push(performance.now() - started);
  }
  const text = await (await fetch(verifier.metricsUrl)).text();
  const [, lag] = /^zk_income_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text);
  const { requests } = await attack;
  times.sort((a, b) => a - b);
  return {
    'refusals per second': Math.round(requests.average),
    'event loop delay p99, ms': Number(lag) * 1000,
    'honest presentations': honest.length,
    verified,
    'honest p50, ms': times[times.length >> 1],
    'honest max, ms': times.at(-1),
  };
}

const { services, verifier, request, honest, stop } = await startAll();
try {
  const rows = await measureRefusals(services, request);
  const mixed = await measureMixed(verifier, honest);
  if (options.json) {
    console.log(JSON.stringify({ refusals: rows, mixed }, null, 2));
  } else {
    console.log('CPU time of one refusal (ms)');
    console.table(
      rows.map(({ ms, empty, ratio, ...row }) => ({
        ...row,
        ms: ms.toFixed(2),
        'empty body': empty.toFixed(2),
        ratio: ratio.toFixed(1),
      })),
    );
    const over = (isOver) => rows.filter(isOver).length;
    console.log(
      `${over(({ ms }) => ms > BUDGET.ms)} of ${rows.length} over ${BUDGET.ms} ms, ` +
        `${over(({ ratio }) => ratio > BUDGET.ratio)} over ${BUDGET.ratio} times an empty body`,
    );
    console.log('The verifier while it refuses a mix of these bodies on 32 connections');
    console.table(mixed);
  }
} finally {
  await stop();
}
