// Takes one verification apart: how long the proof, the signatures and the rest take, on one thread.
import { generateKeyPairSync } from 'node:crypto';

const { CoreEngine, importSigningKey, inlineProofRunner, issuerMetadata, publicJwkOf } = await import(
  '../dist/libs/credential/src/index.js'
);
const { isSignedByOnServer } = await import('../dist/libs/service-kit/src/signatures/is-signed-by.js');

const ISS = 'https://issuer.example';
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const makeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

async function signingKeys(jwk) {
  const key = await importSigningKey(jwk);
  return { current: async () => key, published: async () => [{ ...publicJwkOf(jwk), kid: key.kid }] };
}

/** Wraps every method of an object so that the time spent in it adds up under a name. */
function timed(object, spent, name) {
  return new Proxy(object, {
    get: (target, method) =>
      typeof target[method] !== 'function'
        ? target[method]
        : async (...parameters) => {
            const started = performance.now();
            try {
              return await target[method](...parameters);
            } finally {
              spent[name] += performance.now() - started;
            }
          },
  });
}

const memoryRequests = () => {
  const stored = new Map();
  return {
    create: async (request) => void stored.set(request.id, request),
    find: async (id) => stored.get(id),
    consume: async (id) => (stored.delete(id) ? 'consumed' : 'unknown'),
  };
};

/** Median milliseconds of one verification, by part. */
export async function profileVerification(rounds = 40) {
  const spent = { proof: 0, store: 0, receipt: 0 };
  const issuerKeys = await signingKeys(makeKey());
  const holderKey = makeKey();
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
  const receiptKey = timed(await receiptKeys.current(), spent, 'receipt');
  const verifier = new CoreEngine({
    verifier: {
      iss: 'https://verifier.example',
      audience: 'redirect_uri:https://verifier.example/verify',
      keys: { ...receiptKeys, current: async () => receiptKey },
      requests: timed(memoryRequests(), spent, 'store'),
      trust: [{ iss: ISS, attributes: ['annual_income'], complete: [] }],
      documents: { get: (url) => documents[url]() },
      proofs: timed(inlineProofRunner, spent, 'proof'),
      isSignedBy: isSignedByOnServer,
    },
  });
  const end = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 0));
  const start = new Date(Date.UTC(end.getUTCFullYear() - 1, end.getUTCMonth() + 1, 1));
  const { credentials } = await issuer.issueCredential(
    { id: 'bench', sourceId: 'demo:bench' },
    {
      holder_keys: [publicJwkOf(holderKey)],
      attributes: { annual_income: '6000000' },
      currency: 'EUR',
      period: { start: start.toISOString().slice(0, 10), end: end.toISOString().slice(0, 10) },
      identity: { country: 'DE', id_type: 'tax_id', id: '1' },
    },
  );
  const policy = {
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
  const samples = { total: [], proof: [], store: [], receipt: [] };
  for (let round = 0; round < rounds; round++) {
    const request = await verifier.createRequest('bench', { policy });
    const presentations = await new CoreEngine().generateProof(request, {
      salary: { credential: credentials[0], holder_key: holderKey },
    });
    for (const name of Object.keys(spent)) spent[name] = 0;
    const started = performance.now();
    const verdict = await verifier.verifyProof({ request_id: request.id, presentations });
    samples.total.push(performance.now() - started);
    if (!verdict.verified) throw new Error(verdict.code);
    for (const name of Object.keys(spent)) samples[name].push(spent[name]);
  }
  const parts = Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, median(list.slice(5))]),
  );
  return {
    total: Number(parts.total.toFixed(3)),
    proof: Number(parts.proof.toFixed(3)),
    'signing the receipt': Number(parts.receipt.toFixed(3)),
    store: Number(parts.store.toFixed(3)),
    'signatures, hashes, policy, the rest': Number(
      (parts.total - parts.proof - parts.receipt - parts.store).toFixed(3),
    ),
  };
}
