// Loads the verifier over HTTP with distinct valid presentations, each for a request of its own: once with the
// embedded store, once with requests in memory. Prints throughput, latency and processor time, and says how much
// of a verification is proof, signatures and store.
// `node bench/http.mjs [--each 512] [--connections 1,16,64,256] [--profile FILE] [--json]`
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from './http/load.mjs';
import { makePresentations } from './http/presentations.mjs';
import { startServices } from './http/services.mjs';
import { profileVerification } from './verification-profile.mjs';

const { values: options } = parseArgs({
  options: {
    each: { type: 'string', default: '512' },
    connections: { type: 'string', default: '1,16,64,256' },
    stores: { type: 'string', default: 'embedded,memory' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const each = Number(options.each);
const levels = options.connections.split(',').map(Number);
/** Times that all presentations are sent before a level counts as warm: what compiles code needs some thousands. */
const WARM_UP_ROUNDS = Number(process.env.ROUNDS ?? 3);

const rows = [];
const services = await startServices();
try {
  const made = await makePresentations(services, each);
  for (const store of options.stores.split(',')) {
    const verifier = await services.startVerifier(store);
    rows.push({ store, phase: 'cold', ...(await load(verifier, made.slice(0, 1), 1)) });
    for (let round = 0; round < WARM_UP_ROUNDS; round++) await load(verifier, made, 64);
    for (const connections of levels) {
      const profiled = options.profile !== undefined && connections === levels.at(-1);
      if (profiled) await verifier.ask('startProfile');
      rows.push({ store, phase: 'warm', ...(await load(verifier, made, connections)) });
      if (profiled) {
        const profile = await verifier.ask('stopProfile');
        writeFileSync(`${options.profile}.${store}.cpuprofile`, JSON.stringify(profile));
      }
    }
    await verifier.stop();
  }
} finally {
  await services.stop();
}
const profile = await profileVerification();
if (options.json) {
  console.log(JSON.stringify({ load: rows, profile }, null, 2));
} else {
  console.log('POST /verify, distinct valid presentations, one inequality');
  console.table(
    rows.map((row) => ({
      store: row.store,
      phase: row.phase,
      connections: row.connections,
      'per second': row.per_second.toFixed(0),
      'p50 ms': row.p50_ms.toFixed(1),
      'p99 ms': row.p99_ms.toFixed(1),
      'CPU ms': row.cpu_ms.toFixed(2),
      'event loop': row.event_loop_ms?.toFixed(2),
      'proof threads': row.pool_ms?.toFixed(2),
      'other threads': row.other_threads_ms?.toFixed(2),
      'one ES256': row.es256_ms.toFixed(3),
      batch: row.batch.toFixed(1),
      'store calls': row.store_calls,
      'not verified': row.not_verified,
    })),
  );
  console.log('What one verification costs in this process, store in memory (median ms)');
  console.table(profile);
}
