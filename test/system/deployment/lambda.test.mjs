// scripts/deploy.sh and rollback.sh on Lambda.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startDeploymentTarget } from './deployment-target.mjs';
import { LambdaEnvironment } from './environments.mjs';
import { testScriptRoles } from './script-roles.mjs';

const CONCURRENCY = 3;
const LAMBDA = { COMPUTE_MODE: 'lambda' };

let aws;
let digests;
let runScript;
before(async () => {
  ({ aws, digests, runScript } = await startDeploymentTarget());
});

const create = (name) => LambdaEnvironment.create(aws, name, digests.v1);

/** Runs a script, expects its exit code, and returns its output. */
async function run(environment, script, args, expectedCode) {
  const { code, output } = await runScript(environment, script, args, LAMBDA);
  assert.equal(code, expectedCode, output);
  return output;
}

describe('deployments on Lambda', { concurrency: CONCURRENCY }, () => {
  test('deploy.sh deploys an image as one new version', async () => {
    const environment = await create('lhappy');
    assert.match(await run(environment, 'deploy.sh', ['v2'], 0), /^verifier v2 sha256:/m);
    assert.deepEqual(await environment.running(), digests.v2);
    assert.deepEqual(await environment.rotating(), digests.v2);
    assert.equal(await environment.liveVersion('issuer'), '2');
  });

  test('deploy.sh rejects a tag that is not in the registry', async () => {
    const environment = await create('lunknown');
    assert.match(await run(environment, 'deploy.sh', ['v9'], 1), /image zk-income\/issuer:v9 not found/);
    assert.equal(await environment.liveVersion('issuer'), '1');
  });

  test('rollback.sh reports an environment that does not exist', async () => {
    await create('lthere');
    const missing = { name: 'none', accessKey: () => 'none' };
    assert.match(await run(missing, 'rollback.sh', [], 1), /function zk-income-none-issuer not found/);
  });

  test('deploy.sh rolls back if the smoke test fails', async () => {
    const environment = await create('lsmoky');
    environment.unready.add(digests.bad.issuer);
    assert.match(await run(environment, 'deploy.sh', ['bad'], 1), /is running the previous release/);
    assert.deepEqual(await environment.running(), digests.v1);
    assert.deepEqual(await environment.rotating(), digests.v1);
  });

  test('rollback.sh goes back one release at a time', async () => {
    const environment = await create('lback');
    await run(environment, 'deploy.sh', ['v2'], 0);
    await run(environment, 'deploy.sh', ['v3'], 0);
    await run(environment, 'rollback.sh', [], 0);
    assert.deepEqual(await environment.running(), digests.v2);
    await run(environment, 'rollback.sh', [], 0);
    assert.deepEqual(await environment.running(), digests.v1);
    assert.deepEqual(await environment.rotating(), digests.v1);
    assert.match(await run(environment, 'rollback.sh', [], 1), /is unknown/);
  });
});

testScriptRoles('lambda', () => [...aws.environments.values()]);
