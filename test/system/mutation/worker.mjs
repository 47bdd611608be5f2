// A process that runs specs with one mutant at a time, as the messages of its parent ask.
import { pathToFileURL } from 'node:url';

let active = 0;
let hits;
const compare = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
const OTHER = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

globalThis.mutation = (number) => {
  hits?.add(number);
  return number === active;
};
globalThis.mutation.compare = (number, operator, a, b) =>
  compare[globalThis.mutation(number) ? OTHER[operator] : operator](a, b);

// A mutant may leave a promise rejected that nothing awaits any more.
process.on('unhandledRejection', () => undefined);

let runs = 0;
const load = (file) => import(`${pathToFileURL(file).href}?run=${++runs}`);

/** Which mutants each test reaches. What modules and `beforeAll` hooks reach counts for every test. */
async function observe({ file }) {
  const tests = [];
  const failures = [];
  const shared = new Set();
  const moveToShared = () => {
    for (const number of hits) shared.add(number);
    hits.clear();
  };
  hits = new Set();
  const { runTests } = await load(file);
  moveToShared();
  const report = (name, ms, error) => {
    tests.push({ name, ms: Math.round(ms), hits: [...hits] });
    if (error) failures.push(`${name}: ${error.message}`);
    hits.clear();
    return true;
  };
  await runTests(() => true, report, moveToShared);
  hits = undefined;
  return { tests, failures, shared: [...shared] };
}

/** Whether a test fails with the mutant. */
async function tryMutant({ file, number, tests }) {
  active = number;
  const chosen = new Set(tests);
  let killed = false;
  try {
    const { runTests } = await load(file);
    await runTests(
      (name) => chosen.has(name),
      (_, __, error) => {
        killed = error !== undefined;
        return !killed;
      },
    );
  } catch {
    // The module or a hook fails.
    killed = true;
  } finally {
    active = 0;
  }
  return { killed };
}

process.on('disconnect', () => process.exit());
process.on('message', async (job) => {
  const result = job.number === undefined ? await observe(job) : await tryMutant(job);
  // Ends if the parent has ended.
  if (process.connected) process.send(result, () => undefined);
});
