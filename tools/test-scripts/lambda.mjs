// Rollouts on Lambda. Each test returns its environment, for the calls that were made in it.
import assert from 'node:assert/strict';
import { LambdaEnvironment } from './environment.mjs';

export function lambdaTests({ cloud, digests, script }) {
  const create = async (name) => {
    const environment = await LambdaEnvironment.create(cloud, name, digests.v1);
    environment.mode = 'lambda';
    return environment;
  };
  const run = async (environment, name, args, wanted) => {
    const { code, output } = await script(environment, name, args, { COMPUTE_MODE: 'lambda' });
    assert.equal(code, wanted, output);
    return output;
  };

  return {
    'lambda: rolls an image out, once': async () => {
      const environment = await create('lhappy');
      assert.match(await run(environment, 'deploy.sh', ['v2'], 0), /^verifier v2 sha256:/m);
      assert.deepEqual(await environment.running(), digests.v2);
      assert.equal(await environment.liveVersion('issuer'), '2');
      return environment;
    },

    'lambda: refuses a tag that is not in the registry': async () => {
      const environment = await create('lunknown');
      assert.match(await run(environment, 'deploy.sh', ['v9'], 1), /image zk-income\/issuer:v9 not found/);
      assert.equal(await environment.liveVersion('issuer'), '1');
      return environment;
    },

    'lambda: says that an environment is not there': async () => {
      const environment = await create('lthere');
      const { code, output } = await script(
        { ...environment, name: 'none', accessKey: 'KEYNONE' },
        'rollback.sh',
        [],
        {
          COMPUTE_MODE: 'lambda',
        },
      );
      assert.match(output, /function zk-income-none-issuer not found/);
      assert.equal(code, 1, output);
      return environment;
    },

    'lambda: goes back where the smoke test fails': async () => {
      const environment = await create('lsmoky');
      environment.broken.add(digests.bad.issuer);
      const output = await run(environment, 'deploy.sh', ['bad'], 1);
      assert.match(output, /is running the previous release/);
      assert.deepEqual(await environment.running(), digests.v1);
      return environment;
    },

    'lambda: rollback.sh goes back step by step': async () => {
      const environment = await create('lback');
      await run(environment, 'deploy.sh', ['v2'], 0);
      await run(environment, 'deploy.sh', ['v3'], 0);
      await run(environment, 'rollback.sh', [], 0);
      assert.deepEqual(await environment.running(), digests.v2);
      await run(environment, 'rollback.sh', [], 0);
      assert.deepEqual(await environment.running(), digests.v1);
      assert.match(await run(environment, 'rollback.sh', [], 1), /is unknown/);
      return environment;
    },
  };
}
