// Profiles a verification on one thread: the times of the proof, the signatures and the other parts.
import { generateJwk } from '../scripts/generate-jwk.mjs';

const { CoreEngine, EXAMPLE_INCOME, incomePolicy, issuerMetadata, publicJwkOf, runVerifyJobs, salaryInput } =
  await import('../dist/libs/credential/src/index.js');
const { nodeSha256, verifyJwsWithNode } = await import('../dist/libs/service-kit/src/index.js');
const { generateKey, RotatingSigningKeys } = await import('../dist/libs/signing-keys/src/index.js');

const ISS = 'https://issuer.example';
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function signingKeys() {
  const version = { stage: 'current', privateJwk: await generateKey() };
  return RotatingSigningKeys.open({ location: 'memory', read: async () => [version] });
}

/** Wraps a function: adds the time of its calls to `spent[name]`. */
function timed(run, spent, name) {
  return (...parameters) => {
    const started = performance.now();
    const result = run(...parameters);
    const add = (value) => {
      spent[name] += performance.now() - started;
      return value;
    };
    return result instanceof Promise ? result.then(add) : add(result);
  };
}

/** Number of passes over all presentations; the last one is measured, after the JIT compiler has finished. */
const PASSES = 12;
const BATCH_SIZE = 64;

/** An issuer with in-memory ports, and the documents that it publishes, by URL. */
async function startIssuer() {
  const keys = await signingKeys();
  const issuer = new CoreEngine({
    issuer: {
      iss: ISS,
      keys,
      credentials: { create: async () => {} },
      statusLists: {
        lists: async () => ({ open: [0], count: 1, version: 1 }),
        reserve: async () => true,
        entries: async () => [],
      },
      attributes: ['gross_income'],
      statusListTtlSeconds: 300,
    },
  });
  const metadata = issuerMetadata(ISS);
  const documents = {
    [`${ISS}/.well-known/jwt-vc-issuer`]: async () => JSON.stringify(metadata),
    [metadata.jwks_uri]: async () => JSON.stringify({ keys: await keys.published() }),
    [`${ISS}/status-lists/0`]: async () => (await issuer.statusListToken(0)).token,
  };
  return { issuer, documents };
}

/** A verifier with in-memory ports. Adds the times of its parts to `spent` and its proof jobs to `jobs`. */
async function startVerifier(documents, spent, jobs) {
  const keys = await signingKeys();
  const key = await keys.current();
  const timedKey = { ...key, sign: timed(key.sign, spent, 'receipt') };
  const requests = new Map();
  const verifyProof = async (job) => {
    jobs.push(job);
    return runVerifyJobs([job])[0];
  };
  return new CoreEngine({
    verifier: {
      iss: 'https://verifier.example',
      audience: 'redirect_uri:https://verifier.example/verify',
      keys: { current: async () => timedKey, published: () => keys.published() },
      requests: {
        create: async (request) => void requests.set(request.id, request),
        find: async (id) => requests.get(id),
        consume: async () => 'consumed',
      },
      trust: [{ iss: ISS, attributes: ['gross_income'], complete: [] }],
      documents: { get: (url) => documents[url]() },
      proofs: { verify: timed(verifyProof, spent, 'proof') },
      verifyJws: timed(verifyJwsWithNode, spent, 'signatures'),
      sha256: timed(nodeSha256, spent, 'hashes'),
    },
  });
}

/** Median milliseconds of one verification, by part, and of one proof in a batch. */
export async function profileVerification(count = 192) {
  const spent = { proof: 0, signatures: 0, receipt: 0, hashes: 0 };
  const jobs = [];
  const { issuer, documents } = await startIssuer();
  const verifier = await startVerifier(documents, spent, jobs);
  const bodies = await presentationsFor(issuer, verifier, count);
  const samples = { total: [], proof: [], signatures: [], receipt: [], hashes: [] };
  for (let pass = 0; pass < PASSES; pass++) {
    jobs.length = 0;
    for (const list of Object.values(samples)) list.length = 0;
    for (const body of bodies) {
      for (const name of Object.keys(spent)) spent[name] = 0;
      const started = performance.now();
      const verdict = await verifier.verifyProof(body);
      samples.total.push(performance.now() - started);
      if (!verdict.verified) throw new Error(verdict.code);
      for (const name of Object.keys(spent)) samples[name].push(spent[name]);
    }
  }
  const part = (name) => Number(median(samples[name]).toFixed(3));
  const measured = ['proof', 'signatures', 'receipt', 'hashes'].reduce((sum, name) => sum + part(name), 0);
  return {
    total: part('total'),
    'proof, alone': part('proof'),
    [`proof, in batches of ${BATCH_SIZE}`]: batched(jobs),
    'two signatures checked, one key imported': part('signatures'),
    'receipt signed': part('receipt'),
    hashes: part('hashes'),
    'policy, parsing, the rest': Number((part('total') - measured).toFixed(3)),
  };
}

function batched(jobs) {
  const times = [];
  for (let round = 0; round < 10; round++) {
    for (let start = 0; start + BATCH_SIZE <= jobs.length; start += BATCH_SIZE) {
      const started = performance.now();
      const verdicts = runVerifyJobs(jobs.slice(start, start + BATCH_SIZE));
      times.push((performance.now() - started) / BATCH_SIZE);
      if (verdicts.some((verdict) => verdict !== 'valid')) throw new Error('A valid proof was rejected.');
    }
  }
  return Number(median(times.slice(5)).toFixed(3));
}

/** Presentations, each with a separate holder key, credential and request. */
async function presentationsFor(issuer, verifier, count) {
  const bodies = [];
  for (let i = 0; i < count; i++) {
    const holderKey = generateJwk();
    const { credentials } = await issuer.issueCredential(
      { id: 'bench', sourceId: 'demo:bench' },
      salaryInput([publicJwkOf(holderKey)], {
        attributes: { gross_income: EXAMPLE_INCOME },
        claims: undefined,
      }),
    );
    const request = await verifier.createRequest('bench', { policy: incomePolicy() });
    const presentations = await new CoreEngine({ holder: { ledger: 'off' } }).generateProof(request, {
      salary: { credential: credentials[0], holder_key: holderKey },
    });
    bodies.push({ request_id: request.id, presentations });
  }
  return bodies;
}
