// Takes one verification apart: how long the proof, the signatures and the rest take, on one thread.
import { generateKeyPairSync } from 'node:crypto';

const { CoreEngine, issuerMetadata, publicJwkOf, runVerifyJobs } = await import(
  '../dist/libs/credential/src/index.js'
);
const { importSigningKeyOnServer, isSignedByOnServer, sha256OnServer } = await import(
  '../dist/libs/service-kit/src/index.js'
);

const POLICY = {
  type: 'urn:zk-income:policy:1',
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'A profile',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income',
      terms: [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }],
      at_least: '5400000',
    },
  ],
};
const ISS = 'https://issuer.example';
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const makeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

async function signingKeys(jwk) {
  const key = await importSigningKeyOnServer(jwk);
  return { current: async () => key, published: async () => [{ ...publicJwkOf(jwk), kid: key.kid }] };
}

/** Adds the time in a function up under a name. */
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

/** As many verifications as code needs that is to be compiled for good. */
const PASSES = 12;
const BATCH = 64;

/** Median milliseconds of one verification, by part; the proofs besides also in batches. */
export async function profileVerification(count = 192) {
  const spent = { proof: 0, signatures: 0, receipt: 0, hashes: 0 };
  const jobs = [];
  const issuerKeys = await signingKeys(makeKey());
  const issuer = new CoreEngine({
    issuer: {
      iss: ISS,
      keys: issuerKeys,
      credentials: { create: async () => {} },
      statusLists: {
        lists: async () => ({ open: [0], count: 1, version: 1 }),
        reserve: async () => true,
        entries: async () => [],
      },
      attributes: ['annual_income'],
      statusListTtlSeconds: 300,
    },
  });
  const metadata = issuerMetadata(ISS);
  const documents = {
    [`${ISS}/.well-known/jwt-vc-issuer`]: async () => JSON.stringify(metadata),
    [metadata.jwks_uri]: async () => JSON.stringify({ keys: await issuerKeys.published() }),
    [`${ISS}/status-lists/0`]: async () => (await issuer.statusListToken(0)).token,
  };
  const receiptKeys = await signingKeys(makeKey());
  const receiptKey = await receiptKeys.current();
  const signing = { ...receiptKey, sign: timed(receiptKey.sign, spent, 'receipt') };
  const requests = new Map();
  const verifyProof = async (job) => {
    jobs.push(job);
    return runVerifyJobs([job])[0];
  };
  const verifier = new CoreEngine({
    verifier: {
      iss: 'https://verifier.example',
      audience: 'redirect_uri:https://verifier.example/verify',
      keys: { ...receiptKeys, current: async () => signing },
      requests: {
        create: async (request) => void requests.set(request.id, request),
        find: async (id) => requests.get(id),
        consume: async () => 'consumed',
      },
      trust: [{ iss: ISS, attributes: ['annual_income'], complete: [] }],
      documents: { get: (url) => documents[url]() },
      proofs: { verify: timed(verifyProof, spent, 'proof') },
      verifyJws: timed(isSignedByOnServer, spent, 'signatures'),
      sha256: timed(sha256OnServer, spent, 'hashes'),
    },
  });
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
  const known = ['proof', 'signatures', 'receipt', 'hashes'].reduce((sum, name) => sum + part(name), 0);
  return {
    total: part('total'),
    'proof, alone': part('proof'),
    [`proof, in batches of ${BATCH}`]: batched(jobs),
    'two signatures checked, one key imported': part('signatures'),
    'receipt signed': part('receipt'),
    hashes: part('hashes'),
    'policy, parsing, the rest': Number((part('total') - known).toFixed(3)),
  };
}

function batched(jobs) {
  const times = [];
  for (let round = 0; round < 10; round++) {
    for (let start = 0; start + BATCH <= jobs.length; start += BATCH) {
      const started = performance.now();
      const verdicts = runVerifyJobs(jobs.slice(start, start + BATCH));
      times.push((performance.now() - started) / BATCH);
      if (verdicts.some((verdict) => verdict !== 'valid')) throw new Error('a proof was refused');
    }
  }
  return Number(median(times.slice(5)).toFixed(3));
}

/** Each with a holder key, a credential and a request of its own. */
async function presentationsFor(issuer, verifier, count) {
  const end = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 0));
  const start = new Date(Date.UTC(end.getUTCFullYear() - 1, end.getUTCMonth() + 1, 1));
  const period = { start: start.toISOString().slice(0, 10), end: end.toISOString().slice(0, 10) };
  const bodies = [];
  for (let i = 0; i < count; i++) {
    const holderKey = makeKey();
    const { credentials } = await issuer.issueCredential(
      { id: 'bench', sourceId: 'demo:bench' },
      {
        holder_keys: [publicJwkOf(holderKey)],
        attributes: { annual_income: '6000000' },
        currency: 'EUR',
        period,
        identity: { country: 'DE', id_type: 'tax_id', id: '1' },
      },
    );
    const request = await verifier.createRequest('bench', { policy: POLICY });
    const presentations = await new CoreEngine().generateProof(request, {
      salary: { credential: credentials[0], holder_key: holderKey },
    });
    bodies.push({ request_id: request.id, presentations });
  }
  return bodies;
}
