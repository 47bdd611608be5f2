// What it costs a service to refuse a request: for every open route of issuer, verifier and test prover, taken from their
// OpenAPI documents, and for every route with a key as an anonymous caller, the CPU time per refusal of the most expensive
// bodies, beside that of an empty body. Then the delay of the verifier's event loop while it refuses a mix of them.
// `node bench/refusals.mjs [--each 200] [--json]`
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { EXPENSIVE_BODIES, presentationsOf } from './refusals/bodies.mjs';
import { startAll } from './refusals/services.mjs';

const { values: options } = parseArgs({
  options: { each: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } },
});
const each = Number(options.each);
const BUDGET_MS = 8;
const TICKS_PER_SECOND = 100;

/** CPU time of a process in milliseconds, user and system. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
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

async function measureRefusals(services, request) {
  const rows = [];
  for (const service of services) {
    for (const operation of await operationsOf(service)) {
      const bodies = { ...EXPENSIVE_BODIES, ...(operation.path === '/verify' && presentationsOf(request)) };
      // Once before, so that the code is compiled.
      for (const body of [...Object.values(bodies), '']) await cost(service, operation, body);
      const { ms: empty } = await cost(service, operation, '');
      for (const [name, body] of Object.entries(bodies)) {
        const { ms, status } = await cost(service, operation, body);
        const isWithin = ms <= BUDGET_MS && ms <= 2 * empty;
        rows.push({
          route: `${operation.method} ${operation.path}`,
          body: name,
          status,
          ms,
          empty,
          isWithin,
        });
      }
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
      rows.map(({ ms, empty, isWithin, ...row }) => ({
        ...row,
        ms: ms.toFixed(2),
        'empty body': empty.toFixed(2),
        'at most 8 ms and twice an empty body': isWithin,
      })),
    );
    console.log('The verifier while it refuses a mix of these bodies on 32 connections');
    console.table(mixed);
  }
} finally {
  await stop();
}
