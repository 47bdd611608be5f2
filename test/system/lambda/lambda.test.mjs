// `npm run test:lambda`: issuer and verifier as Lambda functions, run by AWS's own runtime client against an emulator of
// Lambda's Runtime API, with the events of API Gateway. `--quick` omits the HTTP suite and the figures.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { suiteOptions } from '../harness/options.mjs';
import { root } from '../harness/processes.mjs';
import { Deployment } from './deployment.mjs';
import { eventTests } from './events.mjs';
import { figures } from './figures.mjs';
import { flowTests } from './flow.mjs';
import { instanceTests } from './instances.mjs';
import { keyTests } from './keys.mjs';
import { ensureRuntimeClient } from './runtime-client.mjs';

// Otherwise the SDK prints a warning about future versions of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { quick } = suiteOptions({ quick: { type: 'boolean' } });
const deployment = new Deployment();

before(async () => {
  execFileSync(process.execPath, [join(root, 'scripts/bundle-functions.mjs')], { stdio: 'inherit' });
  await deployment.start(ensureRuntimeClient());
});

describe('functions that rotate keys', () => keyTests(deployment));

describe('start', () => {
  for (const service of ['issuer', 'verifier']) {
    test(`the ${service} starts`, async (t) => {
      const launch = deployment.launch(`${service}/lambda.handler`);
      const { initMs } = await deployment[service].serve(launch, deployment.environment(service));
      t.diagnostic(`init in ${initMs.toFixed(0)} ms`);
    });
  }
});

describe('events of API Gateway', () => eventTests(deployment));
describe('instances', () => instanceTests(deployment));
describe('the whole flow', () => flowTests(deployment, { quick }));

test('figures of the verifier', { skip: quick }, (t) => figures(t, deployment));
