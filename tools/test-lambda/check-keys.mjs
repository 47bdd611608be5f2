// The functions that rotate keys.
import assert from 'node:assert/strict';
import { Instance } from './instance.mjs';

const stages = async (vault) => (await vault.read()).map(({ stage }) => stage).sort();

export async function checkKeys(report, deployment) {
  const start = (service, own = {}) =>
    Instance.start(deployment.launch(`${service}/rotate-keys.handler`), deployment.environment(service, own));

  for (const service of ['issuer', 'verifier']) {
    await report.check(
      `${service}: makes the first key in an empty secret, and does no more when called again`,
      async () => {
        const instance = await start(service);
        const vault = deployment.vault(service);
        const { result: first } = await instance.invoke({ source: 'aws.scheduler' });
        assert.equal(first.rotation.outcome, 'first_key_created');
        assert.deepEqual(await stages(vault), ['current']);
        const before = await vault.read();
        const { result: second } = await instance.invoke({});
        assert.deepEqual([second.rotation.outcome, second.rotation.ageDays], ['not_due', 0]);
        assert.deepEqual(await vault.read(), before);
        const said = instance.log.map(({ context, message }) => `${context} ${message}`);
        assert.deepEqual(
          said,
          [first, second].map((result) => `Keys Key rotation: ${JSON.stringify(result)}`),
        );
        await instance.stop();
        return `init in ${instance.initMs.toFixed(0)} ms`;
      },
    );
  }
  await report.check('fails, for an alarm to see, where the secret cannot be used', async () => {
    const instance = await start('issuer', { KEY_SECRET_ID: 'zk-income-test/nowhere' });
    const { error } = await instance.invoke({});
    assert.match(error.errorMessage, /^The secret zk-income-test\/nowhere cannot be used/);
    await instance.stop();
  });
}
