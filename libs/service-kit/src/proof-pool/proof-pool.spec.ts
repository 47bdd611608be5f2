import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { ProofVerdict, VerifyJob } from '@zk-income/credential';
import { ProofPool, type ProofPoolOptions } from './proof-pool.js';

// The pool is about threads, not about mathematics: these workers answer by the nonce of a job.
const folder = mkdtempSync(join(tmpdir(), 'zk-income-pool-'));
const worker = (name: string, text: string): URL => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return pathToFileURL(file);
};
const answering = worker(
  'answering',
  `const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
   export default (task) => {
     if (task.kind === 'prove') return new Uint8Array([task.job.binding.nonce.length]);
     return task.jobs.map(({ binding: { nonce } }) => {
       if (nonce === 'die') process.exit(1);
       if (nonce === 'throw') throw new Error('poisoned');
       if (nonce === 'slow') sleep(200);
       return nonce === 'size' ? String(task.jobs.length) : nonce;
     });
   };`,
);

let pool: ProofPool;
const makePool = (options: ProofPoolOptions = {}): ProofPool => {
  pool = new ProofPool({ threads: 1, worker: answering, ...options });
  return pool;
};
const job = (nonce: string): VerifyJob => ({
  binding: { audience: '', nonce, policyHash: new Uint8Array(32), sdHashes: [] },
  inequalities: [{ terms: [], constant: 1n }],
  proof: new Uint8Array(1),
});
const ask = (nonce: string): Promise<ProofVerdict | string> => pool.verify(job(nonce));
/** Asks, and resolves when a worker has it. */
const underWay = async (nonce: string) => {
  const answer = ask(nonce);
  while (pool.load.running === 0) await new Promise((resolve) => setImmediate(resolve));
  return { answer };
};
const outcome = (nonce: string): Promise<string> => ask(nonce).catch(() => 'lost');

afterEach(() => pool.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('verifications', () => {
  test('get each their own answer', async () => {
    makePool({ threads: 2, maxBatch: 5 });
    const nonces = Array.from({ length: 40 }, (_, i) => `answer ${i}`);
    expect(await Promise.all(nonces.map(ask))).toEqual(nonces);
  });

  test('are taken one by one when idle, and together when they wait', async () => {
    makePool();
    expect(await ask('size')).toBe('1');
    const slow = await underWay('slow');
    expect(await Promise.all(['size', 'size', 'size'].map(ask))).toEqual(['3', '3', '3']);
    expect(await slow.answer).toBe('slow');
  });

  test('which came in together are taken together by a worker that is free', async () => {
    makePool();
    expect(await Promise.all(['size', 'size', 'size'].map(ask))).toEqual(['3', '3', '3']);
  });

  test('are taken before the turn in which they came in ends when there are many', async () => {
    makePool();
    const answers = Array.from({ length: 20 }, () => ask('size'));
    expect(pool.load).toMatchObject({ running: 1, waiting: 4 });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['16', '4']));
  });

  test('are not taken more than a batch at a time', async () => {
    makePool({ maxBatch: 2 });
    await underWay('slow');
    expect(await Promise.all(['size', 'size', 'size'].map(ask))).toEqual(['2', '2', '1']);
  });

  test('are turned away when too many wait, those of one turn included', async () => {
    makePool({ maxQueued: 2, maxBatch: 1 });
    const first = [ask('slow'), ask('a'), ask('b')];
    await expect(ask('c')).rejects.toMatchObject({ code: 'overloaded', kind: 'unavailable' });
    expect(pool.load).toEqual({ waiting: 2, running: 1, threads: 1 });
    expect(await Promise.all(first)).toEqual(['slow', 'a', 'b']);
    expect(await ask('d')).toBe('d');
  });
});

test('proofs run beside them', async () => {
  makePool();
  const { binding, inequalities } = job('four');
  expect(await pool.prove({ binding, inequalities: inequalities as never })).toEqual(new Uint8Array([4]));
});

describe('a worker that is lost', () => {
  test.each(['die', 'throw'])('by %s loses one answer of its batch', async (cause) => {
    makePool();
    const answers = await Promise.all(['slow', 'a', cause, 'b'].map(outcome));
    expect(answers).toEqual(['slow', 'a', 'lost', 'b']);
    expect(await ask('after')).toBe('after');
  });

  test('while all are starting stops nothing for good', async () => {
    const flag = join(folder, 'broken');
    writeFileSync(flag, '');
    const failing = worker(
      'failing',
      `import { existsSync } from 'node:fs';
       if (existsSync(${JSON.stringify(flag)})) process.exit(1);
       export default (task) => task.jobs.map(({ binding: { nonce } }) => nonce);`,
    );
    makePool({ threads: 2, worker: failing });
    expect(await outcome('first')).toBe('lost');
    rmSync(flag);
    let answer = 'lost';
    for (let tries = 0; tries < 50 && answer === 'lost'; tries++) answer = await outcome('again');
    expect(answer).toBe('again');
  });
});
