// Loads the verifier over HTTP with distinct valid presentations, each for a request of its own, and prints
// throughput and latency; then says how much of a request is proof, signatures and store.
// `node bench/http.mjs [--each 300] [--connections 1,16,64,256] [--json]`
import { generateKeyPairSync } from 'node:crypto';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startDemoServices } from '../tools/demo-services.mjs';
import { profileVerification } from './verification-profile.mjs';

const { CoreEngine } = await import('../dist/libs/credential/src/index.js');
const { values: options } = parseArgs({
  options: {
    each: { type: 'string', default: '300' },
    connections: { type: 'string', default: '1,16,64,256' },
    json: { type: 'boolean', default: false },
  },
});
const perLevel = Number(options.each);
const levels = options.connections.split(',').map(Number);

async function post(url, body, key) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${json.code}`);
  return json;
}

function lastTwelveMonths() {
  const now = new Date();
  const day = (months, date) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
}

const policy = {
  type: 'urn:zk-income:policy:1',
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'A benchmark',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }],
      at_least: '5400000',
    },
  ],
};

/** Bodies for POST /verify, each with a credential, a request and a proof of its own. */
async function prepare(env, count) {
  const holder = new CoreEngine();
  const bodies = [];
  while (bodies.length < count) {
    const keys = Array.from({ length: Math.min(50, count - bodies.length) }, () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    );
    const { credentials } = await post(
      `${env.ISSUER_URL}/issue`,
      {
        holder_keys: keys.map(({ d, ...publicKey }) => publicKey),
        attributes: { annual_income: '6000000', annual_debt: '0' },
        currency: 'EUR',
        period: lastTwelveMonths(),
        identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
      },
      env.ISSUER_API_KEY,
    );
    for (const [i, credential] of credentials.entries()) {
      const request = await post(
        `${env.VERIFIER_URL}/requests`,
        { policy, expires_in: 3600 },
        env.VERIFIER_API_KEY,
      );
      const presentations = await holder.generateProof(request, {
        salary: { credential, holder_key: keys[i] },
      });
      bodies.push(JSON.stringify({ request_id: request.id, presentations }));
    }
  }
  return bodies;
}

async function load(env, bodies, connections) {
  let next = 0;
  const requests = [
    {
      method: 'POST',
      path: '/verify',
      headers: { 'content-type': 'application/json' },
      setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length] }),
    },
  ];
  let refused = 0;
  const result = await autocannon({
    url: env.VERIFIER_URL,
    connections,
    amount: bodies.length,
    requests,
    verifyBody: undefined,
    setupClient: (client) =>
      client.on('body', (body) => (refused += String(body).includes('"verified":true') ? 0 : 1)),
  });
  return {
    connections,
    requests: bodies.length,
    per_second: (bodies.length / (result.finish - result.start)) * 1000,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    not_verified: refused + result.errors,
  };
}

const { env, stop } = await startDemoServices({ LOG_LEVEL: 'error', STATUS_LIST_TTL_SECONDS: '300' });
const rows = [];
try {
  for (const phase of ['cold', 'warm']) {
    for (const connections of phase === 'cold' ? [1] : levels) {
      const count = phase === 'cold' ? 1 : Math.max(perLevel, connections * 4);
      const bodies = await prepare(env, count);
      rows.push({ phase, ...(await load(env, bodies, connections)) });
    }
  }
} finally {
  await stop();
}
const profile = await profileVerification();
if (options.json) {
  console.log(JSON.stringify({ load: rows, profile }, null, 2));
} else {
  console.log('POST /verify, distinct valid presentations, one inequality, embedded store');
  console.table(
    rows.map((row) => ({
      phase: row.phase,
      connections: row.connections,
      requests: row.requests,
      'per second': row.per_second.toFixed(0),
      'p50 ms': row.p50_ms.toFixed(1),
      'p99 ms': row.p99_ms.toFixed(1),
      'not verified': row.not_verified,
    })),
  );
  console.log('What one verification costs in this process, store in memory (median ms)');
  console.table(profile);
}
