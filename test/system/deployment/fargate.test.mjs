// scripts/deploy.sh and rollback.sh on Fargate.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { until } from '../harness/network.mjs';
import { startDeploymentTarget } from './deployment-target.mjs';
import { FargateEnvironment, SERVICES } from './environments.mjs';
import { testScriptRoles } from './script-roles.mjs';

const CONCURRENCY = 3;

let aws;
let digests;
let runScript;
before(async () => {
  ({ aws, digests, runScript } = await startDeploymentTarget());
});

const create = (name, options) => FargateEnvironment.create(aws, name, digests.v1, options);

/** What a deployment must keep from revision to revision. */
const withoutImage = ({
  taskDefinitionArn,
  revision,
  registeredAt,
  tags,
  containerDefinitions,
  ...settings
}) => ({
  ...settings,
  containerDefinitions: containerDefinitions.map(({ image, ...container }) => container),
});

/** Expects a deployment to fail and to leave the previous release running. */
async function expectRollback(environment, message, variables = {}) {
  const { code, output } = await runScript(environment, 'deploy.sh', ['bad'], variables);
  assert.match(output, message);
  assert.match(output, new RegExp(`${environment.fullName} is running the previous release`));
  assert.equal(code, 1, output);
  assert.deepEqual(await environment.running(), digests.v1);
  assert.deepEqual(await environment.rotating(), digests.v1);
}

/** Expects a deployment to fail before it changes anything. */
async function expectNoChange(environment, args, message, variables = {}) {
  const previous = await environment.service('issuer');
  const { code, output } = await runScript(environment, 'deploy.sh', args, variables);
  assert.match(output, message);
  assert.match(output, /was not changed/);
  assert.equal(code, 1, output);
  assert.equal((await environment.service('issuer')).taskDefinition, previous.taskDefinition);
  const calls = environment.callsOf('deploy');
  assert.ok(!calls.some((call) => /Register|Update/.test(call)), calls.join());
}

describe('deployments on Fargate', { concurrency: CONCURRENCY }, () => {
  test('deploy.sh deploys an image and keeps the other settings of the newest revision', async () => {
    const environment = await create('happy');
    // Terraform has registered a newer revision that no service runs yet.
    const added = [{ name: 'LOG_LEVEL', value: 'debug' }];
    for (const service of SERVICES) await environment.registerRevision(service, digests.v1, added);
    const newest = await environment.revision(`${environment.fullName}-issuer`);

    const { code, output } = await runScript(environment, 'deploy.sh', ['v2'], {
      ISSUER_DIGEST: digests.v2.issuer,
      VERIFIER_DIGEST: digests.v2.verifier,
    });
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^issuer v2 ${digests.v2.issuer}$`, 'm'));
    assert.deepEqual(await environment.running(), digests.v2);
    assert.deepEqual(await environment.rotating(), digests.v2);
    const running = await environment.runningRevision('issuer');
    assert.deepEqual(withoutImage(running), withoutImage(newest));
    assert.match(JSON.stringify(running), /LOG_LEVEL/);
    const tags = Object.fromEntries(running.tags.map(({ key, value }) => [key, value]));
    assert.deepEqual(
      [tags.environment, tags['zk-income:image-tag'], tags['zk-income:previous'].split(':').at(-1)],
      ['happy', 'v2', '1'],
    );
  });

  test('deploy.sh rejects a tag that is not in the registry', async () => {
    await expectNoChange(await create('unknown'), ['v9'], /image zk-income\/issuer:v9 not found/);
  });

  test('deploy.sh rejects a tag with another digest than expected', async () => {
    await expectNoChange(await create('pinned'), ['v2'], /but VERIFIER_DIGEST is/, {
      ISSUER_DIGEST: digests.v2.issuer,
      VERIFIER_DIGEST: digests.v3.verifier,
    });
  });

  test('deploy.sh reports an environment that does not exist', async () => {
    const environment = await create('there');
    // With other credentials: the deploy role may not call AWS for another environment, so this call is not recorded.
    const other = { name: environment.name, accessKey: () => 'other' };
    const { code, output } = await runScript(other, 'deploy.sh', ['v2'], { PROJECT: 'other' });
    assert.match(output, /could not describe the services of the cluster other-there/);
    assert.equal(code, 1, output);
  });

  test('deploy.sh rolls back if the smoke test fails', async () => {
    const environment = await create('smoky');
    environment.unready.add(digests.bad.verifier);
    await expectRollback(environment, /FAILED {2}is ready/);
  });

  test('deploy.sh rolls both services back if the tasks of one fail to start', async () => {
    const environment = await create('failing');
    environment.failing.add(digests.bad.verifier);
    await expectRollback(environment, /verifier: the deployment failed: tasks failed to start/);
  });

  test('deploy.sh rolls back if a deployment does not complete in time', async () => {
    const environment = await create('stuck');
    environment.stuck.add(digests.bad.issuer);
    await expectRollback(environment, /issuer: not stable after 45 seconds/, {
      // The rollback must be complete in this time too, on a slow machine.
      DEPLOY_TIMEOUT_SECONDS: '45',
    });
  });

  test('deploy.sh deploys an environment without key rotation', async () => {
    const environment = await create('norotate', { rotation: false });
    const { code, output } = await runScript(environment, 'deploy.sh', ['v2']);
    assert.equal(code, 0, output);
    assert.deepEqual(await environment.running(), digests.v2);
  });

  test('deploy.sh starts services whose first deployment failed, for example for lack of keys', async () => {
    const environment = await create('nokeys');
    for (const digest of Object.values(digests.v1)) environment.failing.add(digest);
    const { code, output } = await runScript(environment, 'deploy.sh', ['v1']);
    assert.equal(code, 3, output);
    // A release that has failed before can run now.
    environment.failing = new Set(Object.values(digests.bad));
    await expectRollback(environment, /the deployment failed/);
  });

  test('deploy.sh starts the previous release again if the rollback by ECS failed', async () => {
    const environment = await create('restart');
    environment.failing.add(digests.bad.issuer);
    environment.failsToRollBack = true;
    await expectRollback(environment, /issuer: the deployment failed/);
  });

  test('rollback.sh rolls back a deployment that has switched one service only', async () => {
    const environment = await create('half');
    assert.equal((await runScript(environment, 'deploy.sh', ['v2'])).code, 0);
    const { taskDefinitionArn } = await environment.runningRevision('issuer');
    await environment.switchTo('issuer', digests.v3, {
      'zk-income:image-tag': 'v3',
      'zk-income:previous': taskDefinitionArn,
    });
    const { code, output } = await runScript(environment, 'rollback.sh');
    assert.match(output, /verifier: stays at/);
    assert.equal(code, 0, output);
    assert.deepEqual(await environment.running(), digests.v2);
  });

  test('a deployment fails while rollback.sh runs, and both end at the previous release', async () => {
    const environment = await create('race');
    assert.equal((await runScript(environment, 'deploy.sh', ['v2'])).code, 0);
    environment.stuck = new Set(Object.values(digests.v3));
    const deployment = runScript(environment, 'deploy.sh', ['v3'], { DEPLOY_TIMEOUT_SECONDS: '120' });
    const isSwitched = async () => {
      const running = await environment.running();
      return SERVICES.every((service) => running[service] === digests.v3[service]);
    };
    await until('deploy.sh has switched both services', isSwitched, 200);
    const rollback = await runScript(environment, 'rollback.sh');
    assert.equal(rollback.code, 0, rollback.output);
    const { code, output } = await deployment;
    assert.equal(code, 1, output);
    assert.deepEqual(await environment.running(), digests.v2);
  });

  test('deploy.sh exits with 3 if the rollback fails too', async () => {
    const environment = await create('lost');
    environment.responses = { 'GET /health/live': { status: 500, body: {} } };
    const { code, output } = await runScript(environment, 'deploy.sh', ['v2']);
    assert.match(output, /The rollback failed too/);
    assert.equal(code, 3, output);
  });

  test('rollback.sh goes back one release at a time and skips failed deployments', async () => {
    const environment = await create('back');
    environment.unready.add(digests.bad.issuer);
    const run = async (script, args, expectedCode) => {
      const { code, output } = await runScript(environment, script, args);
      assert.equal(code, expectedCode, output);
      return output;
    };
    await run('deploy.sh', ['v2'], 0);
    await run('deploy.sh', ['bad'], 1);
    await run('deploy.sh', ['v3'], 0);
    assert.deepEqual(await environment.running(), digests.v3);
    await run('rollback.sh', [], 0);
    assert.deepEqual(await environment.running(), digests.v2);
    await run('rollback.sh', [], 0);
    assert.deepEqual(await environment.running(), digests.v1);
    assert.deepEqual(await environment.rotating(), digests.v1);
    assert.match(await run('rollback.sh', [], 1), /is unknown.*Nothing was changed/s);
    assert.deepEqual(await environment.running(), digests.v1);
  });
});

testScriptRoles('fargate', () => [...aws.environments.values()]);
