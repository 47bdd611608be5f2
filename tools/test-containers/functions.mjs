// The images as Lambda functions: by AWS's runtime client that they carry, with as little as Lambda gives them.
import assert from 'node:assert/strict';
import { Gateway } from '../../test/system/lambda/gateway.mjs';
import { Instance, inImage } from '../../test/system/lambda/instance.mjs';
import { holderKey } from '../api.mjs';
import { e2e } from './suites.mjs';

const ATTRIBUTES = ['annual_income', 'annual_debt'];
const image = (service, handler) =>
  inImage(`zk-income/${service}:dev`, `dist/apps/${service}/src/${handler}.handler`);

/** What still runs. */
const running = new Set();

/** Ends all functions. */
export async function endFunctions() {
  await Promise.all([...running].map((one) => one.stop()));
  running.clear();
}

async function start(service, env) {
  const instance = await Instance.start(image(service, 'rotate-keys'), env);
  running.add(instance);
  return instance;
}

async function checkFlow(report, { urls }, { ISSUER_API_KEY, VERIFIER_API_KEY }) {
  const issuer = await Gateway.listen();
  const verifier = await Gateway.listen();
  for (const gateway of [issuer, verifier]) running.add(gateway);
  const trusted = [{ iss: issuer.url, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
  const serve = (service, gateway, own) =>
    report.check(`${service}: starts as a function`, async () => {
      const { initMs } = await gateway.serve(image(service, 'lambda'), {
        PUBLIC_URL: gateway.url,
        KEY_PROVIDER: 'environment',
        SIGNING_KEYS: JSON.stringify(holderKey().privateJwk),
        STORE_ENDPOINT: urls.DYNAMODB_ENDPOINT,
        ...own,
      });
      return `init in ${initMs.toFixed(0)} ms, the start of the container included`;
    });
  const started = [
    await serve('issuer', issuer, { STATUS_LIST_TTL_SECONDS: '1' }),
    await serve('verifier', verifier, { TRUSTED_ISSUERS: JSON.stringify(trusted) }),
  ];
  if (!started.every(Boolean)) return;
  const services = { ISSUER_URL: issuer.url, VERIFIER_URL: verifier.url };
  report.add(await e2e({ ...services, ISSUER_API_KEY, VERIFIER_API_KEY }));
}

export async function checkFunctions(report, stack, env) {
  await checkFlow(report, stack, env);
  await report.check('the same image rotates keys', async () => {
    const instance = await start('issuer', { KEY_PROVIDER: 'file', DATA_DIR: '/tmp' });
    const { result } = await instance.invoke({});
    assert.match(result.done[0], /signs from now on/);
  });
  await report.check('and writes nowhere but in /tmp', async () => {
    const instance = await start('issuer', { KEY_PROVIDER: 'file', DATA_DIR: '/app' });
    const { error } = await instance.invoke({});
    assert.match(error.errorMessage, /cannot be written/);
  });
  await endFunctions();
}
