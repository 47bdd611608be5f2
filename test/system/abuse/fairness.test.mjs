// What honest callers experience while others send wrong proofs, unknown requests and invalid keys from their address.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { before, test } from 'node:test';
import { CoreEngine, incomePolicy, inlineProofRunner } from '../../../dist/libs/credential/src/index.js';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { Clients } from '../harness/clients.mjs';
import { metric, startServices } from './services.mjs';

const WRONG_PROOFS = 1_000;
const WRONG_KEYS = 1_500;
const UNKNOWN_REQUESTS = 2_000;
const ATTEMPTS = 10;
/** Malformed presentations of one request, fewer than `MAX_REFUSED_PER_MINUTE`. */
const JUNK = 400;
/** Keys that the default `MAX_UNAUTHORIZED_PER_MINUTE` of 600 lets a replica look up: a burst, and a rate. */
const lookups = (seconds) => 600 + 10 * (seconds + 2);

/** A holder whose proofs are well-formed and wrong: byte 128 is the lowest of the scalar tX. */
const dishonest = new CoreEngine({
  holder: {
    ledger: 'off',
    proofs: {
      ...inlineProofRunner,
      prove: async (job) =>
        (await inlineProofRunner.prove(job)).map((byte, i) => (i === 128 ? byte ^ 1 : byte)),
    },
  },
});

let services;
let clients;
let salary;

before(async () => {
  services = await startServices();
  clients = new Clients(services.env);
  salary = await clients.issue();
  // The verifier fetches the issuer's keys and status list once.
  assert.equal((await clients.verify(await clients.prepare(salary))).json?.code, 'verified');
});

/** Sends a request to the verifier on a connection of its own, and waits as long as it takes; status 0 if it breaks. */
const send = (method, path, body, key) =>
  new Promise((resolve) => {
    const headers = {
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { authorization: `Bearer ${key}` }),
    };
    request(`${services.verifier.url}${path}`, { method, headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode, json: JSON.parse(await text(response)) });
    })
      .on('error', () => resolve({ status: 0 }))
      .end(body && JSON.stringify(body));
  });

/** A request with a presentation whose proof is wrong. */
async function prepareWrong() {
  const { VERIFIER_URL, VERIFIER_API_KEY: key } = services.env;
  const response = await call('POST', `${VERIFIER_URL}/requests`, { key, body: { policy: incomePolicy() } });
  const created = expectStatus(response, 201);
  return { request_id: created.id, presentations: await dishonest.generateProof(created, { salary }) };
}

const checkedProofs = () => metric(services.verifier, 'zk_income_proof_duration_seconds_count', 'verify');
const storeReads = ({ metricsUrl }) =>
  metric({ metricsUrl }, 'zk_income_store_operation_duration_seconds_count', 'GetItem');
const tally = (responses) => {
  const counts = {};
  for (const { status, json } of responses) {
    const outcome = json?.code ?? status;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};

/** Sends all at once, and an honest presentation after them. Returns the responses and what the honest one experienced. */
async function withHonest(attack, count) {
  const honest = await clients.prepare(salary);
  let pending = count;
  const others = Array.from({ length: count }, (_, i) => attack(i).finally(() => pending--));
  const started = performance.now();
  const response = await send('POST', '/verify', honest);
  const experience = `${Math.round(performance.now() - started)} ms, ${pending} of ${count} still pending`;
  return { responses: await Promise.all(others), response, experience };
}

test(`of ${WRONG_PROOFS} wrong proofs at once for one request, ${ATTEMPTS} are checked`, async (t) => {
  const wrong = await prepareWrong();
  const before = await checkedProofs();
  const { responses, response, experience } = await withHonest(
    () => send('POST', '/verify', wrong),
    WRONG_PROOFS,
  );
  assert.equal(response.json?.code, 'verified');
  const { range_proof_invalid: refused = 0, ...others } = tally(responses);
  // A machine that is much too slow answers some with an error of its own, or not in time; never more than the limit.
  assert.ok(refused > 0 && refused <= ATTEMPTS, `${refused} refused, ${JSON.stringify(others)}`);
  assert.equal((await checkedProofs()) - before, refused + 1);
  assert.equal((await clients.view(wrong.request_id)).failed_attempts, refused);
  t.diagnostic(`an honest presentation of another request took ${experience}`);
});

test('an honest presentation of the same request is verified while attempts are left', async () => {
  const { VERIFIER_URL, VERIFIER_API_KEY: key } = services.env;
  const response = await call('POST', `${VERIFIER_URL}/requests`, { key, body: { policy: incomePolicy() } });
  const created = expectStatus(response, 201);
  const present = async (engine) => ({
    request_id: created.id,
    presentations: await engine.generateProof(created, { salary }),
  });
  const wrong = await present(dishonest);
  const honest = await present(new CoreEngine({ holder: { ledger: 'off' } }));
  const responses = Array.from({ length: ATTEMPTS - 1 }, () => send('POST', '/verify', wrong));
  const junk = Array.from({ length: JUNK }, () =>
    send('POST', '/verify', { request_id: created.id, presentations: { salary: 'x.y.z~' } }),
  );
  assert.equal((await send('POST', '/verify', honest)).json?.code, 'verified');
  await Promise.all([...responses, ...junk]);
});

test(`${UNKNOWN_REQUESTS} presentations of unknown requests do not affect an honest one of their address`, async (t) => {
  const unknown = () =>
    send('POST', '/verify', {
      request_id: randomBytes(16).toString('base64url'),
      // Well-formed, so that the request is looked up: two empty JSON objects and no signature.
      presentations: { salary: 'e30.e30.~' },
    });
  const { responses, response, experience } = await withHonest(unknown, UNKNOWN_REQUESTS);
  assert.equal(response.json?.code, 'verified');
  const { request_unknown: found = 0, rate_limited: throttled = 0, ...others } = tally(responses);
  t.diagnostic(
    `${found} lookups, ${throttled} throttled, others ${JSON.stringify(others)}; honest: ${experience}`,
  );
  assert.ok(throttled > 0);
  assert.ok(found < UNKNOWN_REQUESTS);
});

test(`${WRONG_KEYS} invalid keys cause few store reads, and do not affect a client of their address`, async (t) => {
  const { verifier, env } = services;
  const before = await storeReads(verifier);
  const started = performance.now();
  const attempts = Array.from({ length: WRONG_KEYS }, () =>
    send('GET', '/requests/x', undefined, randomBytes(32).toString('base64url')),
  );
  const honest = await send('GET', '/requests/x', undefined, env.VERIFIER_API_KEY);
  assert.equal(honest.json?.code, 'request_unknown');
  const counts = tally(await Promise.all(attempts));
  const reads = (await storeReads(verifier)) - before;
  assert.ok(counts.rate_limited > 0, JSON.stringify(counts));
  const seconds = (performance.now() - started) / 1000;
  assert.ok(reads <= lookups(seconds), `${reads} reads in ${seconds.toFixed(1)} s`);
  t.diagnostic(`${reads} store reads, ${JSON.stringify(counts)}`);
});
