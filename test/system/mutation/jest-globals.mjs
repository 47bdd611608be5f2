// The part of `@jest/globals` that the specs use, on a runner that runs chosen tests of a spec in this process.
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';

const mocker = new ModuleMocker(globalThis);
const block = (name, parent) => ({
  name,
  parent,
  entries: [],
  hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
});
let current = block('');

export { expect };
export const jest = {
  setTimeout: () => undefined,
  fn: (implementation) => mocker.fn(implementation),
  spyOn: (...args) => mocker.spyOn(...args),
  restoreAllMocks: () => mocker.restoreAllMocks(),
};

const hook = (kind) => (run) => current.hooks[kind].push(run);
export const beforeAll = hook('beforeAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const afterAll = hook('afterAll');

const each = (define) => (rows) => (name, body) => {
  const isTable = rows.every(Array.isArray);
  for (const [i, row] of rows.entries()) {
    const args = isTable ? row : [row];
    define(`${name} [${i}]`, () => body(...args));
  }
};

export function describe(name, define) {
  const inner = block(name, current);
  current.entries.push(inner);
  current = inner;
  define();
  current = inner.parent;
}
describe.each = each(describe);

export function test(name, run) {
  current.entries.push({ name, run });
}
test.each = each(test);
export const it = test;

const chain = (inner) => (inner ? [...chain(inner.parent), inner] : []);

/**
 * Runs the tests of the spec that was imported.
 *
 * @param isChosen whether a test runs, by its full name
 * @param report gets every test that ran: name, milliseconds, error; returns whether to go on
 * @param afterHooks is called after the `beforeAll` hooks of each block
 */
export async function runTests(isChosen, report, afterHooks = () => undefined) {
  const hasChosen = (entry, path) => {
    const inside = [...path, entry.name];
    return entry.entries
      ? entry.entries.some((inner) => hasChosen(inner, inside))
      : isChosen(inside.join(' › '));
  };
  const run = async (inner, path) => {
    if (!inner.entries.some((entry) => hasChosen(entry, path))) return true;
    for (const before of inner.hooks.beforeAll) await before();
    afterHooks();
    for (const entry of inner.entries) {
      if (entry.entries) {
        if (!(await run(entry, [...path, entry.name]))) return false;
        continue;
      }
      const name = [...path, entry.name].join(' › ');
      if (!isChosen(name)) continue;
      const blocks = chain(inner);
      const start = performance.now();
      let error;
      try {
        for (const { hooks } of blocks) for (const before of hooks.beforeEach) await before();
        await entry.run();
      } catch (thrown) {
        error = thrown ?? new Error('nothing was thrown');
      }
      for (const { hooks } of blocks.reverse()) for (const after of hooks.afterEach) await after();
      if (!report(name, performance.now() - start, error)) return false;
    }
    for (const after of inner.hooks.afterAll) await after();
    return true;
  };
  return run(current, []);
}
