// Rollouts on Fargate. Each test returns its environment, for the calls that were made in it.
import assert from 'node:assert/strict';
import { FargateEnvironment, SERVICES } from './environment.mjs';

/** What must stay as it was from revision to revision. */
const lasting = ({ taskDefinitionArn, revision, registeredAt, tags, containerDefinitions, ...rest }) => ({
  ...rest,
  containerDefinitions: containerDefinitions.map(({ image, ...container }) => container),
});

export function fargateTests({ cloud, digests, script }) {
  const create = async (name) => {
    const environment = await FargateEnvironment.create(cloud, name, digests.v1);
    environment.mode = 'fargate';
    return environment;
  };

  /** A rollout that does not work: what ran before runs again, and the script says so. */
  const fails = async (environment, said, env = {}) => {
    const { code, output } = await script(environment, 'deploy.sh', ['bad'], env);
    assert.match(output, said);
    assert.match(output, new RegExp(`${environment.full} is running the previous release`));
    assert.equal(code, 1, output);
    assert.deepEqual(await environment.running(), digests.v1);
    return environment;
  };

  /** A refusal before anything was changed. */
  const refuses = async (environment, args, said, env = {}) => {
    const before = await environment.service('issuer');
    const { code, output } = await script(environment, 'deploy.sh', args, env);
    assert.match(output, said);
    assert.match(output, /was not changed/);
    assert.equal(code, 1, output);
    assert.equal((await environment.service('issuer')).taskDefinition, before.taskDefinition);
    assert.ok(!environment.calls.some((call) => /Register|Update/.test(call)), environment.calls.join());
    return environment;
  };

  return {
    'fargate: rolls an image out, and keeps all else of the newest revision': async () => {
      const environment = await create('happy');
      // What Terraform wrote since: no service runs it yet.
      const more = [{ name: 'LOG_LEVEL', value: 'debug' }];
      for (const service of SERVICES) await environment.register(service, digests.v1, more);
      const newest = await environment.revision(`${environment.full}-issuer`);

      const { code, output } = await script(environment, 'deploy.sh', ['v2'], {
        ISSUER_DIGEST: digests.v2.issuer,
        VERIFIER_DIGEST: digests.v2.verifier,
      });
      assert.equal(code, 0, output);
      assert.match(output, new RegExp(`^issuer v2 ${digests.v2.issuer}$`, 'm'));
      assert.deepEqual(await environment.running(), digests.v2);
      const running = await environment.runningRevision('issuer');
      assert.deepEqual(lasting(running), lasting(newest));
      assert.match(JSON.stringify(running), /LOG_LEVEL/);
      const tags = Object.fromEntries(running.tags.map(({ key, value }) => [key, value]));
      assert.deepEqual(
        [tags.environment, tags['zk-income:image-tag'], tags['zk-income:previous'].split(':').at(-1)],
        ['happy', 'v2', '1'],
      );
      return environment;
    },

    'fargate: refuses a tag that is not in the registry': async () =>
      refuses(await create('unknown'), ['v9'], /image zk-income\/issuer:v9 not found/),

    'fargate: refuses a tag of another image than was built': async () =>
      refuses(await create('pinned'), ['v2'], /but VERIFIER_DIGEST is/, {
        ISSUER_DIGEST: digests.v2.issuer,
        VERIFIER_DIGEST: digests.v3.verifier,
      }),

    'fargate: says that an environment is not there': async () => {
      const environment = await create('there');
      // By another principal: what is not of the environment, its deploy role may not ask for.
      const stranger = { name: environment.name, accessKey: 'KEYOTHER' };
      const { code, output } = await script(stranger, 'deploy.sh', ['v2'], { PROJECT: 'other' });
      assert.match(output, /could not describe the services of the cluster other-there/);
      assert.equal(code, 1, output);
      return environment;
    },

    'fargate: goes back where the smoke test fails': async () => {
      const environment = await create('smoky');
      environment.broken.add(digests.bad.verifier);
      return fails(environment, /FAILED {2}is ready/);
    },

    'fargate: goes back where tasks do not start, with both services': async () => {
      const environment = await create('dying');
      environment.dying.add(digests.bad.verifier);
      return fails(environment, /verifier: the deployment failed: tasks failed to start/);
    },

    'fargate: goes back where a rollout does not come to an end': async () => {
      const environment = await create('hanging');
      environment.hanging.add(digests.bad.issuer);
      return fails(environment, /issuer: not stable after 1 seconds/, { DEPLOY_TIMEOUT_SECONDS: '1' });
    },

    'fargate: ends with 3 where going back fails too': async () => {
      const environment = await create('lost');
      environment.answers = { 'GET /health/live': { status: 500, body: {} } };
      const { code, output } = await script(environment, 'deploy.sh', ['v2']);
      assert.match(output, /The rollback failed too/);
      assert.equal(code, 3, output);
      return environment;
    },

    'fargate: rollback.sh goes back step by step, past rollouts that failed': async () => {
      const environment = await create('back');
      environment.broken.add(digests.bad.issuer);
      const run = async (name, args, wanted) => {
        const { code, output } = await script(environment, name, args);
        assert.equal(code, wanted, output);
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
      assert.match(await run('rollback.sh', [], 1), /is unknown.*Nothing was changed/s);
      assert.deepEqual(await environment.running(), digests.v1);
      return environment;
    },
  };
}
