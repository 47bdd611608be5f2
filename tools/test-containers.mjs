// `npm run test:containers`: builds the images, brings them up by docker-compose in a project of its own, runs from
// outside what has to hold there, and leaves nothing behind but the images and what they were built from.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoEnvironment } from '../scripts/start/demo-environment.mjs';
import { Clients } from './test-containers/clients.mjs';
import { checkFaults } from './test-containers/faults.mjs';
import { checkFunctions, endFunctions } from './test-containers/functions.mjs';
import { checkImages, checkRestart, revision } from './test-containers/images.mjs';
import { checkReplicas } from './test-containers/replicas.mjs';
import { Report } from './test-containers/report.mjs';
import { endPrograms, root, Stack } from './test-containers/stack.mjs';
import { e2e, httpSuite, persistenceContract, readmeWalk } from './test-containers/suites.mjs';

const report = new Report();
const stack = await Stack.create();
const folder = mkdtempSync(join(tmpdir(), 'zk-income-containers-'));
stack.env.REVISION = revision();

const title = (text) => console.log(`\n${text}`);

/** What `npm run compose:env` prints, where README's walk looks for it. */
function demoEnvironment() {
  const text = execFileSync(process.execPath, ['scripts/compose-env.mjs'], {
    cwd: root,
    env: stack.env,
    encoding: 'utf8',
  });
  writeFileSync(join(folder, 'demo.env'), text);
  return readDemoEnvironment(folder);
}

async function run() {
  title('Images');
  const built = await report.check('docker-compose build', () => stack.compose('build').then(() => ''));
  if (!built) return;
  await checkImages(report, stack.env.REVISION);

  title('Up');
  const up = await report.check('docker-compose up', () =>
    stack.compose('up', '--detach', '--no-build').then(() => ''),
  );
  if (!up) return;
  const { ISSUER_URL, VERIFIER_URL, PROVER_URL } = stack.urls;
  let env;
  await report.check('compose:env prints what npm start writes', async () => {
    env = demoEnvironment();
    const names = 'ISSUER_URL VERIFIER_URL PROVER_URL ISSUER_API_KEY ISSUER_API_KEY_2 VERIFIER_API_KEY';
    assert.deepEqual(Object.keys(env), names.split(' '));
    assert.deepEqual(
      [env.ISSUER_URL, env.VERIFIER_URL, env.PROVER_URL],
      [ISSUER_URL, VERIFIER_URL, PROVER_URL],
    );
  });
  await stack.untilHealthy([await stack.container('load-balancer'), await stack.container('prover')]);
  await checkRestart(report, stack, 'issuer', ISSUER_URL);
  await checkRestart(report, stack, 'verifier', VERIFIER_URL);
  await checkRestart(report, stack, 'prover', PROVER_URL);

  title('The persistence contract on DynamoDB Local');
  report.add(await persistenceContract(stack.urls));
  title('The HTTP suite from outside');
  report.add(await httpSuite(stack.urls));
  title("README's walk");
  report.add(await readmeWalk(folder));
  title('npm run e2e');
  report.add(await e2e(env));

  title('The images as Lambda functions');
  await checkFunctions(report, stack, env);

  title('Replicas and faults');
  const clients = new Clients(env);
  await checkReplicas(report, stack, clients);
  await checkFaults(report, stack, clients);
}

let ending;
/** Takes everything down, once. */
function end() {
  ending ??= (async () => {
    await endPrograms();
    await endFunctions();
    title('Down');
    rmSync(folder, { recursive: true, force: true });
    await report.check('nothing is left behind', async () => assert.deepEqual(await stack.down(), []));
    console.log(`\n${report.passed} passed, ${report.failed} failed`);
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => end().then(() => process.exit(1)));

// Where nothing is left to wait for and the end was not reached, something was waited for in vain.
process.once('beforeExit', () => {
  if (ending) return;
  report.failed++;
  console.log('  FAILED  it ended before its time');
  end().then(() => process.exit(1));
});

await run().catch((error) => {
  report.failed++;
  console.log(error.stack);
});
if (report.failed > 0) await stack.compose('logs', '--tail', '40').then(console.log, () => undefined);
await end();
process.exitCode = report.failed === 0 ? 0 : 1;
