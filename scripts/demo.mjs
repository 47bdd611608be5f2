// `npm run demo`: the whole protocol step by step, with explanations: issue, request, prove, verify, receipt; then what
// the services reject. Uses the services of `npm start` if they run, else starts its own and stops them at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { call, expectStatus } from './api-calls.mjs';
import { generateHolderKey } from './generate-jwk.mjs';
import { setUp } from './setup.mjs';
import { Child } from './start/child.mjs';
import { readDemoEnvironment } from './start/demo-environment.mjs';
import { dataFolderOf } from './start/service-environment.mjs';

setUp({ build: true });
const {
  CoreEngine,
  decodeBase64url,
  describePolicy,
  EXAMPLE_INCOME,
  formatAmount,
  incomePolicy,
  ProtocolError,
  salaryInput,
} = await import('../dist/libs/credential/src/index.js');

const isReady = (url) =>
  fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );

/** Starts the services of `npm start` on free ports, with a temporary data folder. */
async function startServices() {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-demo-'));
  const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
  const env = { ...process.env, ...ports, DATA_DIR: folder };
  const services = new Child('services', join(import.meta.dirname, 'start.mjs'), [], env, 'ignore');
  const stop = async () => {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => stop().then(() => process.exit(1)));
  try {
    await services.ready();
  } catch (error) {
    await stop();
    throw error;
  }
  return { env: readDemoEnvironment(folder), stop };
}

/** The environment of running services, and how to stop those that the demo has started. */
async function findServices() {
  const running = readDemoEnvironment(dataFolderOf(process.env, join(import.meta.dirname, '../.data')));
  if (running && (await isReady(running.ISSUER_URL)) && (await isReady(running.VERIFIER_URL)))
    return { env: running, stop: async () => {} };
  console.log('The services are not running. This demo starts its own and stops them at the end.\n');
  return startServices();
}

const measure = ({ ms, bytes }) => `${ms.toFixed(0)} ms, ${bytes.toLocaleString('en')} bytes`;
const step = (number, title) => console.log(`\n${number}. ${title}`);
const line = (text) => console.log(`   ${text}`);

/** What the parties do: payroll bureau (issuer's client), tenant (holder), landlord (verifier's client). */
class Parties {
  // It presents one instance several times.
  holder = new CoreEngine({ holder: { ledger: 'off' } });
  keys = generateHolderKey();

  constructor(env) {
    this.env = env;
  }

  async issue() {
    const { ISSUER_URL, ISSUER_API_KEY: key } = this.env;
    const body = salaryInput([this.keys.publicJwk]);
    const response = await call('POST', `${ISSUER_URL}/issue`, { key, body });
    const { id, credentials } = expectStatus(response, 201);
    this.batch = id;
    this.held = { salary: { credential: credentials[0], holder_key: this.keys.privateJwk } };
    return response;
  }

  async revoke() {
    const { ISSUER_URL, ISSUER_API_KEY: key } = this.env;
    const url = `${ISSUER_URL}/credentials/${this.batch}/status`;
    const response = await call('POST', url, { key, body: { status: 'revoked' } });
    if (response.status >= 300) throw new Error(`could not revoke: ${JSON.stringify(response.json)}`);
    return response.status;
  }

  async request(threshold = EXAMPLE_INCOME) {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    const body = { policy: incomePolicy(threshold) };
    const response = await call('POST', `${VERIFIER_URL}/requests`, { key, body });
    return { request: expectStatus(response, 201), response };
  }

  prove(request) {
    return this.holder.generateProof(request, this.held);
  }

  async verify(request, presentations, status = 200) {
    const body = { request_id: request.id, presentations };
    const response = await call('POST', `${this.env.VERIFIER_URL}/verify`, { body });
    return { verdict: expectStatus(response, status), response };
  }

  async receipt(request) {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    const response = await call('GET', `${VERIFIER_URL}/requests/${request.id}`, { key });
    return { receipt: expectStatus(response, 200).receipt, response };
  }
}

/** The size of the range proof in a presentation. */
function proofBytes(presentation) {
  const keyBinding = presentation.split('~').at(-1).split('.')[1];
  return decodeBase64url(JSON.parse(new TextDecoder().decode(decodeBase64url(keyBinding))).range_proof)
    .length;
}

async function walk(parties) {
  step(1, `The payroll bureau attests a salary of ${formatAmount(EXAMPLE_INCOME, 'EUR')}`);
  line(`POST /issue → a credential for the tenant alone (${measure(await parties.issue())})`);

  step(2, 'The landlord requests a proof');
  const { request, response: requested } = await parties.request();
  line(`POST /requests → nonce and policy (${measure(requested)})`);
  line('What the tenant sees, generated from the terms:');
  for (const { en, de } of describePolicy(request.policy)) line(`  “${en}” / „${de}“`);

  step(3, 'The tenant proves it on their own device');
  const started = performance.now();
  const presentations = await parties.prove(request);
  const ms = performance.now() - started;
  const text = presentations.salary;
  line(
    `a proof of ${proofBytes(text)} bytes in a presentation of ${text.length.toLocaleString('en')} bytes (${ms.toFixed(0)} ms)`,
  );
  line(`the income appears in it: ${text.includes(EXAMPLE_INCOME) ? 'yes' : 'no'}`);

  step(4, 'The landlord verifies it');
  const { verdict, response: verified } = await parties.verify(request, presentations);
  if (!verdict.verified) throw new Error(`rejected: ${verdict.code}`);
  line(`POST /verify → verified: ${verdict.verified} (${measure(verified)})`);

  step(5, 'The landlord keeps a signed receipt');
  const { receipt, response: viewed } = await parties.receipt(request);
  line(
    `GET /requests/{id} → a receipt of ${receipt.length.toLocaleString('en')} bytes, signed by the verifier (${measure(viewed)})`,
  );
  return { request, presentations };
}

async function walkRejections(parties, { request, presentations }) {
  console.log('\nWhat is rejected:');
  step(6, 'One cent more than the tenant earns');
  const { request: above } = await parties.request(String(BigInt(EXAMPLE_INCOME) + 1n));
  try {
    await parties.prove(above);
    throw new Error('a false statement was proved');
  } catch (error) {
    if (!(error instanceof ProtocolError && error.code === 'predicate_not_satisfied')) throw error;
    line(`no proof: ${error.code}. Only the tenant learns this: nothing was sent.`);
  }

  step(7, 'Another presentation for the same request');
  const { verdict: repeated } = await parties.verify(request, presentations);
  line(`POST /verify with the same presentation → verified: ${repeated.verified}, the same verdict again`);
  const { verdict: second } = await parties.verify(request, await parties.prove(request), 409);
  line(`POST /verify with another one → 409 ${second.code}`);

  step(8, 'The same proof for another request');
  const { request: other } = await parties.request();
  const { verdict: elsewhere } = await parties.verify(other, presentations);
  if (elsewhere.verified) throw new Error('a presentation was accepted for another request');
  line(`POST /verify → verified: false, ${elsewhere.code}`);

  step(9, 'A revoked credential, for a new request');
  line(`POST /credentials/{id}/status → ${await parties.revoke()}`);
  line(`POST /verify → verified: false, ${await untilRejected(parties)}`);
}

/** The verifier caches a status list for the issuer's ttl, which is a second under `npm start`. */
async function untilRejected(parties) {
  for (let tries = 0; tries <= 20; tries++) {
    if (tries > 0) await wait(250);
    const { request } = await parties.request();
    const { verdict } = await parties.verify(request, await parties.prove(request));
    if (!verdict.verified) return verdict.code;
  }
  throw new Error('a revoked credential was accepted');
}

let services;
try {
  services = await findServices();
  const parties = new Parties(services.env);
  await walkRejections(parties, await walk(parties));
  console.log('\nDone: every step had the expected result.');
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await services?.stop();
}
