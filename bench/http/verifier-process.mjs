// The verifier as it ships, in a process that can be asked what it has used. With `memory` as argument its
// requests are kept in memory instead of the store, and nothing else is different.
import 'reflect-metadata';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { Session } from 'node:inspector/promises';
import { cpuByThread, poolThreadsSeen } from './cpu.mjs';

const built = (path) => import(`../../dist/${path}`);
const { CoreEngine } = await built('libs/credential/src/index.js');
const { createService, loadConfig, metricsRegistry, PROOF_RUNNER, ProofPool, REQUEST_STORE } = await built(
  'libs/service-kit/src/index.js',
);
const { VerifierConfig } = await built('apps/verifier/src/verifier.config.js');
const { verifier } = await built('apps/verifier/src/verifier.js');

/** The promises of the port, kept in memory. */
function memoryRequests() {
  const stored = new Map();
  return {
    create: async (request) => void stored.set(request.id, request),
    find: async (id) => stored.get(id),
    consume: async (id, answer, now) => {
      const request = stored.get(id);
      if (!request) return 'unknown';
      if (request.state === 'answered') return 'answered';
      if (now >= request.expiresAt) return 'expired';
      stored.set(id, { ...request, state: 'answered', answer });
      return 'consumed';
    },
    countFailedAttempt: async () => false,
    delete: async (id) => stored.delete(id),
  };
}

/** Counts the calls and adds up the time in them. */
function timed(requests, spent) {
  const calls =
    (name) =>
    async (...parameters) => {
      const started = performance.now();
      spent.calls++;
      try {
        return await requests[name](...parameters);
      } finally {
        spent.ms += performance.now() - started;
      }
    };
  return Object.fromEntries(
    ['create', 'find', 'consume', 'countFailedAttempt', 'delete'].map((name) => [name, calls(name)]),
  );
}

const config = loadConfig(VerifierConfig);
const spent = { calls: 0, ms: 0 };
const worker = new URL('./proof-worker.mjs', import.meta.url);
const pool = new ProofPool({ threads: config.PROOF_THREADS, worker });
let requests;

const app = await createService(
  {
    ...verifier,
    module: async () => {
      const module = await verifier.module(config);
      const { useValue } = module.providers.find(({ provide }) => provide === REQUEST_STORE);
      requests = process.argv[2] === 'memory' ? memoryRequests() : useValue;
      const own = new Map([
        [REQUEST_STORE, timed(requests, spent)],
        [PROOF_RUNNER, pool],
      ]);
      return {
        ...module,
        providers: module.providers.map((provider) =>
          own.has(provider.provide)
            ? { provide: provider.provide, useValue: own.get(provider.provide) }
            : provider,
        ),
      };
    },
  },
  config,
);
await app.listen(0, '127.0.0.1');
app.get(CoreEngine);

/** How many verifications were given to a worker at once, on average. */
async function batches() {
  const { values } = await metricsRegistry.getSingleMetric('zk_income_proof_batch_size').get();
  const read = (suffix) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  return { proofs: read('_sum'), batches: read('_count') };
}

/** The median time of one ES256 check, of which a quiet machine's is known: says how busy this one is. */
function yardstick() {
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
  /** Puts requests into the store as they were when they were made. */
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
  async used() {
    return {
      ...cpuByThread(),
      store: { ...spent },
      ...(await batches()),
      rss: process.memoryUsage().rss,
    };
  },
  yardstick,
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
