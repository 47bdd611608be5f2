// The functions that rotate keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Instance } from './instance.mjs';

const stages = async (vault) => (await vault.read()).map(({ stage }) => stage).sort();

export function keyTests(deployment) {
  const start = (service, own = {}) =>
    Instance.start(deployment.launch(`${service}/rotate-keys.handler`), deployment.environment(service, own));

  for (const service of ['issuer', 'verifier']) {
    test(`the ${service}'s creates the first key in an empty secret, and does nothing on the next call`, async (t) => {
      const instance = await start(service);
      const vault = deployment.vault(service);
      const { result: first } = await instance.invoke({ source: 'aws.scheduler' });
      assert.equal(first.rotation.outcome, 'first_key_created');
      assert.deepEqual(await stages(vault), ['current']);
      const before = await vault.read();
      const { result: second } = await instance.invoke({});
      assert.deepEqual([second.rotation.outcome, second.rotation.ageDays], ['not_due', 0]);
      assert.deepEqual(await vault.read(), before);
      const logged = instance.log.map(({ context, message }) => [context, message]);
      assert.deepEqual(
        logged,
        [first, second].map((result) => ['Keys', `Key rotation: ${JSON.stringify(result)}`]),
      );
      await instance.stop();
      t.diagnostic(`init in ${instance.initMs.toFixed(0)} ms`);
    });
  }

  test('fails, so that an alarm fires, if the secret cannot be used', async () => {
    const instance = await start('issuer', { KEY_SECRET_ID: 'zk-income-test/nowhere' });
    const { error } = await instance.invoke({});
    assert.match(error.errorMessage, /^Could not access the secret zk-income-test\/nowhere: /);
    await instance.stop();
  });
}
