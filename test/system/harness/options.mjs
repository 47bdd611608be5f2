// How options of the command line reach the test files, each of which node:test runs in a process of its own.
import { parseArgs } from 'node:util';

const VARIABLE = 'SYSTEM_TEST_OPTIONS';

/** Hands the arguments to the test files, except `--name PATTERN`: returns these, for the runner to select tests by. */
export function passOptions(args) {
  const rest = [...args];
  const names = [];
  for (let at = rest.indexOf('--name'); at !== -1; at = rest.indexOf('--name')) {
    const [, pattern] = rest.splice(at, 2);
    if (pattern === undefined) throw new Error('--name: expected a pattern of test names');
    names.push(pattern);
  }
  process.env[VARIABLE] = JSON.stringify(rest);
  return names;
}

/**
 * The options of a suite, as `parseArgs` of node:util describes them.
 *
 * @example const { quick } = suiteOptions({ quick: { type: 'boolean' } });
 */
export function suiteOptions(options) {
  const args = JSON.parse(process.env[VARIABLE] ?? JSON.stringify(process.argv.slice(2)));
  return parseArgs({ args, options }).values;
}
