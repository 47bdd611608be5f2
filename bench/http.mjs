// Load test of the verifier over HTTP with distinct valid presentations, each for a separate request: first with the
// embedded store, then with requests in memory. Prints throughput, latency and CPU time, and the shares of proof,
// signatures and store in the CPU time of a verification.
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
/** How often all presentations are sent before measuring: the JIT compiler needs some thousands of calls. */
const WARM_UP_ROUNDS = 5;
/** Number of connections for which the shares of a verification are printed. */
const SHARES_AT = 64;

/**
 * Splits the CPU time of a verification into its parts. The times per thread separate proofs from the rest, the run
 * without a store separates the store's client, and a verification without HTTP separates JWTs and checks from HTTP.
 */
function sharesOf(levels, withoutHttp) {
  const at = (store) =>
    levels.find((row) => row.store === store && row.phase === 'warm' && row.connections === SHARES_AT);
  const [embedded, memory] = [at('embedded'), at('memory')];
  if (memory?.pool_ms === undefined) return undefined;
  const jwts = withoutHttp['two signatures checked, one key imported'] + withoutHttp['receipt signed'];
  const checks = withoutHttp.hashes + withoutHttp['policy, parsing, the rest'];
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
  const presentations = await makePresentations(services, each);
  for (const store of options.stores.split(',')) {
    const verifier = await services.startVerifier(store);
    rows.push({ store, phase: 'cold', ...(await load(verifier, presentations.slice(0, 1), 1)) });
    for (let round = 0; round < WARM_UP_ROUNDS; round++) await load(verifier, presentations, 64);
    for (const connections of levels) {
      const profiled = options.profile !== undefined && connections === levels.at(-1);
      if (profiled) await verifier.call('startProfile');
      rows.push({ store, phase: 'warm', ...(await load(verifier, presentations, connections)) });
      if (profiled) {
        const profile = await verifier.call('stopProfile');
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
  console.log('One verification in this process, without HTTP (median ms)');
  console.table(profile);
  if (shares) {
    console.log(`CPU time of one verification at ${SHARES_AT} connections (ms)`);
    console.table(shares);
  }
}
