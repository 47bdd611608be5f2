import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { ProofVerdict, VerifyJob } from '@zk-income/credential';
import { until } from '../testing/until.js';
import { ProofPool, type ProofPoolOptions } from './proof-pool.js';

// The pool does not depend on the content of jobs: these workers return results that the nonce of a job selects.
const folder = mkdtempSync(join(tmpdir(), 'zk-income-pool-'));
const writeWorker = (name: string, text: string): URL => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return pathToFileURL(file);
};
const stubWorker = writeWorker(
  'stub',
  `import { threadId } from 'node:worker_threads';
   const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
   let backend = 'wasm-simd';
   export default (task) => {
     const result = (value) => ({ threadId, backend, value });
     if (task.kind === 'self-test') {
       backend = 'wasm-simd';
       // Long enough for the other threads to take a test of their own.
       sleep(50);
       return result();
     }
     if (task.kind === 'prove') return result(new Uint8Array([task.job.binding.nonce.length]));
     return result(task.jobs.map(({ binding: { nonce } }) => {
       if (nonce === 'no memory') backend = 'unavailable';
       if (nonce === 'die') process.exit(1);
       if (nonce === 'throw') throw new Error('unexpected');
       if (nonce === 'slow') sleep(200);
       return nonce === 'size' ? String(task.jobs.length) : nonce;
     }));
   };`,
);

let pool: ProofPool;
const makePool = (options: ProofPoolOptions = {}): ProofPool => {
  pool = new ProofPool({ threads: 1, worker: stubWorker, ...options });
  return pool;
};
const job = (nonce: string): VerifyJob => ({
  binding: { audience: '', nonce, policyHash: new Uint8Array(32), sdHashes: [] },
  inequalities: [{ terms: [], constant: 1n }],
  proof: new Uint8Array(1),
});
const verify = (nonce: string): Promise<ProofVerdict | string> => pool.verify(job(nonce));
const verifyOrFail = (nonce: string): Promise<string> => verify(nonce).catch(() => 'failed');
/** Queues a job, and resolves when a worker has taken it. */
const occupyWorker = async (nonce: string) => {
  const result = verify(nonce);
  await until(() => pool.load.running > 0);
  return { result };
};

afterEach(() => pool.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('verifications', () => {
  test('each get the result of their own job', async () => {
    makePool({ threads: 2, maxBatch: 5 });
    const nonces = Array.from({ length: 40 }, (_, i) => `result ${i}`);
    expect(await Promise.all(nonces.map(verify))).toEqual(nonces);
  });

  test('run alone on an idle worker, and as a batch after queueing', async () => {
    makePool();
    expect(await verify('size')).toBe('1');
    const slow = await occupyWorker('slow');
    expect(await Promise.all(['size', 'size', 'size'].map(verify))).toEqual(['3', '3', '3']);
    expect(await slow.result).toBe('slow');
  });

  test('of one turn of the event loop form a batch, even for an idle worker', async () => {
    makePool();
    expect(await Promise.all(['size', 'size', 'size'].map(verify))).toEqual(['3', '3', '3']);
  });

  test('are dispatched within the turn of the event loop once an efficient batch is queued', async () => {
    makePool();
    const results = Array.from({ length: 20 }, () => verify('size'));
    expect(pool.load).toMatchObject({ running: 1, waiting: 4 });
    expect(new Set(await Promise.all(results))).toEqual(new Set(['16', '4']));
  });

  test('form batches of at most maxBatch', async () => {
    makePool({ maxBatch: 2 });
    await occupyWorker('slow');
    expect(await Promise.all(['size', 'size', 'size'].map(verify))).toEqual(['2', '2', '1']);
  });

  test('are rejected over maxQueued, also within one turn of the event loop', async () => {
    makePool({ maxQueued: 2, maxBatch: 1 });
    const queued = [verify('slow'), verify('a'), verify('b')];
    await expect(verify('c')).rejects.toMatchObject({ code: 'overloaded', kind: 'unavailable' });
    expect(pool.load).toEqual({ waiting: 2, running: 1, threads: 1 });
    expect(await Promise.all(queued)).toEqual(['slow', 'a', 'b']);
    expect(await verify('d')).toBe('d');
  });
});

test('creates proofs', async () => {
  makePool();
  const { binding, inequalities } = job('four');
  expect(await pool.prove({ binding, inequalities: inequalities as never })).toEqual(new Uint8Array([4]));
});

describe('backends', () => {
  test('are unknown before a thread has reported, and known after the self-test', async () => {
    makePool({ threads: 2 });
    expect(pool.backends).toEqual(['unknown', 'unknown']);
    while (pool.backends.includes('unknown')) await pool.selfTest();
    expect(pool.backends).toEqual(['wasm-simd', 'wasm-simd']);
  });

  test('that are not available make the caller retry, and are tried again', async () => {
    makePool();
    await expect(verify('no memory')).rejects.toMatchObject({ code: 'overloaded', kind: 'unavailable' });
    expect(pool.backends).toEqual(['unavailable']);
    await pool.selfTest();
    expect(pool.backends).toEqual(['wasm-simd']);
    expect(await verify('after')).toBe('after');
  });
});

describe('recovers', () => {
  test.each(['die', 'throw'])(
    'from a job that makes the worker %s, which is the only one to fail',
    async (cause) => {
      makePool();
      const results = await Promise.all(['slow', 'a', cause, 'b'].map(verifyOrFail));
      expect(results).toEqual(['slow', 'a', 'failed', 'b']);
      expect(await verify('after')).toBe('after');
    },
  );

  test('from workers that all die during start-up', async () => {
    const flag = join(folder, 'broken');
    writeFileSync(flag, '');
    const failing = writeWorker(
      'failing',
      `import { existsSync } from 'node:fs';
       if (existsSync(${JSON.stringify(flag)})) process.exit(1);
       import { threadId } from 'node:worker_threads';
       export default (task) =>
         ({ threadId, backend: 'wasm-simd', value: task.jobs.map(({ binding: { nonce } }) => nonce) });`,
    );
    makePool({ threads: 2, worker: failing });
    expect(await verifyOrFail('first')).toBe('failed');
    rmSync(flag);
    let result = 'failed';
    while (result === 'failed') result = await verifyOrFail('again');
    expect(result).toBe('again');
  });
});
