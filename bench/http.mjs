// Loads the verifier over HTTP with distinct valid presentations, each for a request of its own: once with the
// embedded store, once with requests in memory. Prints throughput, latency and processor time, and says how much
// of a verification is proof, signatures and store.
// `node bench/http.mjs [--each 512] [--connections 1,16,64,256] [--stores embedded,memory] [--profile FILE] [--json]`
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
const WARM_UP_ROUNDS = 5;
/** Of how many connections the shares of a verification are told. */
const SHARES_AT = 64;

/**
 * What the processor time of a verification is made of: the threads tell proofs from the rest, the run without
 * a store tells what its client takes, and one verification alone tells JWTs and checks from HTTP.
 */
function sharesOf(levels, alone) {
  const at = (store) =>
    levels.find((row) => row.store === store && row.phase === 'warm' && row.connections === SHARES_AT);
  const [embedded, memory] = [at('embedded'), at('memory')];
  if (memory?.pool_ms === undefined) return undefined;
  const jwts = alone['two signatures checked, one key imported'] + alone['receipt signed'];
  const checks = alone.hashes + alone['policy, parsing, the rest'];
  const round = (ms) => Number(ms.toFixed(3));
  return {
    proof: round(memory.pool_ms),
    JWTs: round(jwts),
    'policy, parsing, hashes': round(checks),
    'HTTP, threads of Node': round(memory.cpu_ms - memory.pool_ms - jwts - checks),
    'in all, store aside': round(memory.cpu_ms),
    ...(embedded && { 'client of the store': round(embedded.cpu_ms - memory.cpu_ms) }),
  };
}

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
const shares = sharesOf(rows, profile);
if (options.json) {
  console.log(JSON.stringify({ load: rows, profile, shares }, null, 2));
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
  console.log('What one verification costs in this process alone, without HTTP (median ms)');
  console.table(profile);
  if (shares) {
    console.log(`Processor time of one verification at ${SHARES_AT} connections (ms)`);
    console.table(shares);
  }
}
