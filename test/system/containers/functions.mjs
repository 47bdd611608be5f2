// The images as Lambda functions, with the runtime client that they contain and the restrictions of Lambda.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';
import { e2e } from '../harness/e2e.mjs';
import { Gateway } from '../lambda/gateway.mjs';
import { Instance, inImage } from '../lambda/instance.mjs';

const ATTRIBUTES = ['gross_income', 'debt_payments'];
const launch = (service, handler) =>
  inImage(`zk-income/${service}:dev`, `dist/apps/${service}/src/${handler}.handler`);

export function functionTests(context) {
  const gateways = {};

  before(async () => {
    for (const service of ['issuer', 'verifier']) gateways[service] = await Gateway.listen();
  });

  const serviceTest = (service, own) =>
    test(`the ${service} starts`, async (t) => {
      const { initMs } = await gateways[service].serve(launch(service, 'lambda'), {
        PUBLIC_URL: gateways[service].url,
        KEY_PROVIDER: 'environment',
        SIGNING_KEYS: JSON.stringify(generateHolderKey().privateJwk),
        STORE_ENDPOINT: context.stack.urls.DYNAMODB_ENDPOINT,
        ...own(),
      });
      t.diagnostic(`init in ${initMs.toFixed(0)} ms, including the start of the container`);
    });

  serviceTest('issuer', () => ({ STATUS_LIST_TTL_SECONDS: '1' }));
  serviceTest('verifier', () => {
    const trusted = [{ iss: gateways.issuer.url, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
    return { TRUSTED_ISSUERS: JSON.stringify(trusted) };
  });

  test('npm run e2e', async () => {
    const urls = { ISSUER_URL: gateways.issuer.url, VERIFIER_URL: gateways.verifier.url };
    await e2e({ ...context.env, ...urls });
  });

  const rotateKeys = async (dataFolder) => {
    const env = { KEY_PROVIDER: 'file', DATA_DIR: dataFolder };
    const instance = await Instance.start(launch('issuer', 'rotate-keys'), env);
    return instance.invoke({});
  };

  test('the same image rotates keys', async () => {
    const { result } = await rotateKeys('/tmp');
    assert.equal(result.rotation.outcome, 'first_key_created');
  });

  test('only /tmp is writable', async () => {
    const { error } = await rotateKeys('/app');
    assert.match(error.errorMessage, /^Could not write the key file/);
  });
}
