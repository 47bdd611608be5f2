// Suites that know nothing of containers, run against them.
import { runProgram } from './stack.mjs';

/** Runs a command, shows what it prints, and returns its last totals: `12 passed, 1 failed` in either order. */
export async function runSuite(command, args, env) {
  const { code, output } = await runProgram(command, args, { ...process.env, ...env }, (text) =>
    process.stdout.write(text),
  );
  const line =
    output.match(/^.*\d+ (passed|failed).*$/gm)?.findLast((one) => !one.startsWith('Test Suites')) ?? '';
  const count = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const passed = count('passed');
  const failed = count('failed');
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

const jest = (env, ...args) =>
  runSuite(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...['node_modules/jest/bin/jest.js', '--colors=false', ...args],
    ],
    env,
  );

/** What every store has to guarantee, on the store of the containers. */
export const persistenceContract = ({ DYNAMODB_ENDPOINT }) =>
  jest(
    { DYNAMODB_ENDPOINT },
    ...['--selectProjects', 'persistence', '--testPathPatterns', 'contract'],
    ...['--testNamePattern', 'the store at DYNAMODB_ENDPOINT'],
  );

/** The suite that speaks HTTP to issuer, verifier and prover. */
export const httpSuite = (urls) =>
  jest(urls, '--selectProjects', 'services', '--testPathPatterns', 'test/(flow|bad-input)');

/** README's walk with curl. */
export const readmeWalk = (folder) => runSuite(process.execPath, ['tools/check-readme.mjs', folder], {});

/** What `npm run e2e` does to any deployed services: it needs neither their store nor the test prover. */
export const e2e = ({ ISSUER_URL, VERIFIER_URL, ISSUER_API_KEY, VERIFIER_API_KEY }) =>
  runSuite(
    process.execPath,
    ['dist/apps/cli/src/main.js', 'e2e', '--issuer', ISSUER_URL, '--verifier', VERIFIER_URL],
    {
      ISSUER_API_KEY,
      VERIFIER_API_KEY,
    },
  );
