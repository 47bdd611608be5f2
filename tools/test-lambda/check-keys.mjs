// The function that rotates keys.
import assert from 'node:assert/strict';
import { SECRETS } from './deployment.mjs';
import { Instance } from './instance.mjs';

const stages = async (vault) => (await vault.read()).map(({ stage }) => stage).sort();

export async function checkKeys(report, deployment) {
  const { KEY_PROVIDER, SECRETS_ENDPOINT } = deployment.environment('issuer');
  const env = {
    KEY_PROVIDER,
    SECRETS_ENDPOINT,
    KEY_SECRET_ID_ISSUER: SECRETS.issuer,
    KEY_SECRET_ID_VERIFIER: SECRETS.verifier,
  };
  const vaults = ['issuer', 'verifier'].map((service) => deployment.vault(service));
  const start = (more = {}) =>
    Instance.start(deployment.launch('issuer/src/rotate-keys.handler'), { ...env, ...more });
  const instance = await start();

  await report.check('makes the first keys of both services in their empty secrets', async () => {
    const { result } = await instance.invoke({ source: 'aws.scheduler' });
    assert.equal(
      result.done.filter((line) => line.includes('signs from now on')).length,
      2,
      JSON.stringify(result),
    );
    for (const vault of vaults) assert.deepEqual(await stages(vault), ['current']);
    assert.deepEqual(
      instance.log.map(({ context, message }) => `${context} ${message}`),
      result.done.map((line) => `Keys ${line}`),
    );
    return `init in ${instance.initMs.toFixed(0)} ms`;
  });
  await report.check('does nothing when it is called again', async () => {
    const before = await vaults[0].read();
    const { result } = await instance.invoke({});
    assert.match(result.done.join(), /issuer: The current key is 0 days old/);
    assert.deepEqual(await vaults[0].read(), before);
  });
  await report.check('fails, for an alarm to see, where one secret cannot be used', async () => {
    const broken = await start({ KEY_SECRET_ID_ISSUER: 'zk-income-test/nowhere' });
    const { error } = await broken.invoke({});
    assert.match(error.errorMessage, /^issuer: The secret zk-income-test\/nowhere cannot be used/);
    assert.ok(broken.log.some(({ level, message }) => level === 'error' && /nowhere/.test(message)));
    assert.ok(broken.log.some(({ level, message }) => level === 'log' && /^verifier: /.test(message)));
    await broken.stop();
  });
  await instance.stop();
}
