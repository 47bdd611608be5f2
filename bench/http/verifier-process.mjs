// The verifier as deployed, in a process that reports its resource usage over IPC. With the argument `memory` it keeps
// requests in memory instead of the store; everything else is the same.
import 'reflect-metadata';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { Session } from 'node:inspector/promises';
import { cpuByThread, poolThreadsSeen } from './cpu.mjs';

const built = (path) => import(`../../dist/${path}`);
const { CoreEngine } = await built('libs/credential/src/index.js');
const { DynamoRequestStore } = await built('libs/persistence/src/index.js');
const { createService, loadConfig, metricsRegistry, PROOF_RUNNER, ProofPool, REQUEST_STORE, STORE_CLIENT } =
  await built('libs/service-kit/src/index.js');
const { VerifierConfig } = await built('apps/verifier/src/verifier.config.js');
const { verifier } = await built('apps/verifier/src/verifier.js');

/** An in-memory implementation of the request store. */
function memoryRequestStore() {
  const stored = new Map();
  return {
    create: async (request) => void stored.set(request.id, request),
    find: async (id) => stored.get(id),
    consume: async (id, answer, { now }) => {
      const request = stored.get(id);
      if (!request) return 'unknown';
      if (request.state === 'answered') return 'answered';
      if (now >= request.expiresAt) return 'expired';
      stored.set(id, { ...request, state: 'answered', answer });
      return 'consumed';
    },
    countFailedAttempt: async () => false,
    uncountAttempt: async () => undefined,
    delete: async (id) => stored.delete(id),
  };
}

/** Wraps a request store: counts the calls and adds up their time. */
function timed(requests, usage) {
  const calls =
    (name) =>
    async (...parameters) => {
      const started = performance.now();
      usage.calls++;
      try {
        return await requests[name](...parameters);
      } finally {
        usage.ms += performance.now() - started;
      }
    };
  return Object.fromEntries(
    ['create', 'find', 'consume', 'countFailedAttempt', 'uncountAttempt', 'delete'].map((name) => [
      name,
      calls(name),
    ]),
  );
}

const config = loadConfig(VerifierConfig);
const storeUsage = { calls: 0, ms: 0 };
const worker = new URL('./proof-worker.mjs', import.meta.url);
const pool = new ProofPool({ threads: config.PROOF_THREADS, worker });
let requests;

// The providers of the verifier's module, with the measured ones in place of its own. A module's own provider takes
// precedence over one that it imports.
const MEASURED = [
  {
    provide: REQUEST_STORE,
    inject: [STORE_CLIENT],
    useFactory: (store) => {
      requests = process.argv[2] === 'memory' ? memoryRequestStore() : new DynamoRequestStore(store);
      return timed(requests, storeUsage);
    },
  },
  { provide: PROOF_RUNNER, useValue: pool },
];
const providers = Reflect.getMetadata('providers', verifier.module);
Reflect.defineMetadata(
  'providers',
  [...providers.filter(({ provide }) => provide !== REQUEST_STORE), ...MEASURED],
  verifier.module,
);
const app = await createService(verifier, config);
await app.listen(0, '127.0.0.1');
app.get(CoreEngine);

/** Number of proofs and of batches that the pool has verified. */
async function batches() {
  const { values } = await metricsRegistry.getSingleMetric('zk_income_proof_batch_size').get();
  const read = (suffix) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  return { proofs: read('_sum'), batches: read('_count') };
}

/** The median time of one ES256 verification. Compared with that of an idle machine, it shows how busy this one is. */
function es256() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = Buffer.alloc(1000);
  const signature = sign('sha256', data, privateKey);
  const times = Array.from({ length: 200 }, () => {
    const started = performance.now();
    verify('sha256', data, publicKey, signature);
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[100];
}

let session;
const commands = {
  /** Restores requests in the store in their initial state. */
  async store(list) {
    for (let i = 0; i < list.length; i += 50) {
      await Promise.all(
        list.slice(i, i + 50).map(async (request) => {
          await requests.delete(request.id, request.ownerId);
          await requests.create(request);
        }),
      );
    }
  },
  async usage() {
    return {
      ...cpuByThread(),
      store: { ...storeUsage },
      ...(await batches()),
      rss: process.memoryUsage().rss,
    };
  },
  es256,
  async startProfile() {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  },
  async stopProfile() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  },
};

process.on('message', async ({ id, command, argument }) => {
  process.send({ id, result: await commands[command](argument) });
});

process.on('SIGTERM', () => app.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
await poolThreadsSeen(config.PROOF_THREADS);
process.send({ type: 'ready', url: await app.getUrl() });
