// Finds the tests that reach each mutant, and runs them with the mutant active.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { onTeardown } from '../harness/teardown.mjs';

const WORKER = join(import.meta.dirname, 'worker.mjs');
/** Modules that were imported before stay in memory. */
const JOBS_PER_PROCESS = 60;

/** A worker process that is replaced after a number of jobs, or when one takes too long. */
export class Worker {
  #process;
  #jobs = 0;

  /** The result of a job, or undefined if the process ended or timed out: the mutant loops, for example. */
  async run(job, timeoutMs) {
    if (this.#jobs++ % JOBS_PER_PROCESS === 0) this.stop();
    this.#process ??= fork(WORKER, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const child = this.#process;
    return new Promise((resolve) => {
      const finish = (result) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (result === undefined) this.stop();
        resolve(result);
      };
      const timer = setTimeout(() => finish(undefined), timeoutMs);
      child.once('message', finish);
      child.once('exit', () => finish(undefined));
      child.send(job);
    });
  }

  stop() {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}

/** Runs jobs on a number of workers. */
export async function runAll(jobs, workers, work) {
  const queue = [...jobs];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker();
      // A worker that loops does not notice that its parent has ended.
      onTeardown(() => worker.stop());
      try {
        for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(worker, job);
      } finally {
        worker.stop();
      }
    }),
  );
}

const OBSERVATION_TIMEOUT_MS = 600_000;

/** For each mutant the specs that reach it, with their tests. Throws if a spec fails without a mutant. */
export async function observeSpecs(bundles, workers, log) {
  const reached = new Map();
  await runAll(bundles, workers, async (worker, bundle) => {
    const result = await worker.run({ file: bundle.file }, OBSERVATION_TIMEOUT_MS);
    if (!result) throw new Error(`${bundle.spec} ended without a result`);
    if (result.failures.length > 0) throw new Error(`${bundle.spec} fails: ${result.failures.join('; ')}`);
    const names = (tests) => tests.map(({ name }) => name);
    const timeOf = (tests) => tests.reduce((sum, { ms }) => sum + ms, 0);
    const numbers = new Set([...result.shared, ...result.tests.flatMap(({ hits }) => hits)]);
    for (const number of numbers) {
      const isShared = result.shared.includes(number);
      const tests = isShared ? result.tests : result.tests.filter(({ hits }) => hits.includes(number));
      const list = reached.get(number) ?? [];
      list.push({ file: bundle.file, spec: bundle.spec, tests: names(tests), ms: timeOf(tests) });
      reached.set(number, list);
    }
    log(
      `${bundle.spec}: ${result.tests.length} tests of ${timeOf(result.tests)} ms reach ${numbers.size} mutants`,
    );
  });
  return reached;
}

/** The specs of sources that have none beside them, by the start of the path. */
const SPECS = [
  ['libs/credential/src/attributes', 'credential/src/policy/parse-policy.spec.ts'],
  ['libs/credential/src/proof/', 'credential/src/proof/wide.spec.ts'],
  ['libs/credential/src/windows/admission', 'credential/src/verify/windows.spec.ts'],
  ['libs/credential/src/requests/answerable', 'credential/src/requests/answerable.spec.ts'],
  ['libs/credential/src/requests/policy-warnings', 'credential/src/requests/answerable.spec.ts'],
  ['libs/credential/src/requests/', 'credential/src/verify/attempts.spec.ts'],
  ['libs/credential/src/verify/presentation-set', 'credential/src/verify/request.spec.ts'],
  ['libs/credential/src/verify/verifier', 'credential/src/verify/proof.spec.ts'],
  ['libs/crypto/src/range-proof/transcript-messages', 'crypto/src/range-proof/vectors.spec.ts'],
  ['libs/crypto/src/', 'crypto/src/range-proof/soundness.spec.ts'],
];

/** How many mutants of a source each spec has killed, by source. */
const kills = new Map();

/**
 * `killed`, `timed out` (which counts as killed), `survived`, or `unreached` by any test. First come the spec beside the source and the specs that have killed
 * most other mutants of the source, then the fastest ones.
 *
 * @param maxMs of tests, as measured without a mutant, after which the mutant counts as survived
 */
export async function resultOf(mutant, reached, worker, maxMs) {
  const specs = reached.get(mutant.number) ?? [];
  if (specs.length === 0) return 'unreached';
  const beside = mutant.file.replace(/^libs\/(.*)\.ts$/, '$1.spec.ts');
  const near = SPECS.find(([start]) => mutant.file.startsWith(start))?.[1];
  const bySpec =
    kills.get(mutant.file) ??
    new Map([
      [near, 1],
      [beside, 2],
    ]);
  kills.set(mutant.file, bySpec);
  const killedBy = ({ spec }) => bySpec.get(spec) ?? 0;
  let total = 0;
  for (const one of specs.toSorted((a, b) => killedBy(b) - killedBy(a) || a.ms - b.ms)) {
    if (total > maxMs) break;
    total += one.ms;
    const timeout = Math.min(90_000, 10_000 + 5 * one.ms);
    const result = await worker.run({ file: one.file, number: mutant.number, tests: one.tests }, timeout);
    if (!result || result.killed) {
      bySpec.set(one.spec, killedBy(one) + 1);
      return result ? 'killed' : 'timed out';
    }
  }
  return 'survived';
}
