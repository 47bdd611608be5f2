// `npm run test:lambda`: runs issuer and verifier as Lambda functions, by AWS's own runtime client against a stand-in
// of Lambda's Runtime API, with the events of API Gateway; and what has to hold there.
import { parseArgs } from 'node:util';
import { Report } from './test-containers/report.mjs';
import { checkEvents } from './test-lambda/check-events.mjs';
import { checkFlow } from './test-lambda/check-flow.mjs';
import { checkInstances } from './test-lambda/check-instances.mjs';
import { checkKeys } from './test-lambda/check-keys.mjs';
import { Deployment } from './test-lambda/deployment.mjs';
import { printFigures } from './test-lambda/figures.mjs';
import { ensureRuntimeClient } from './test-lambda/runtime-client.mjs';

// Else the SDK prints a page about versions of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { quick } = parseArgs({ options: { quick: { type: 'boolean' } } }).values;
const report = new Report();
let deployment;
const title = (text) => console.log(`\n${text}`);

async function run() {
  title("AWS's runtime client");
  let runtime;
  const there = await report.check('is there', () => {
    const { folder, seconds } = ensureRuntimeClient();
    runtime = folder;
    return seconds === 0 ? 'kept from an earlier run' : `compiled in ${seconds.toFixed(0)} s`;
  });
  if (!there) return;
  deployment = await Deployment.make(runtime);

  title('Keys');
  await checkKeys(report, deployment);

  title('Functions');
  for (const service of ['issuer', 'verifier']) {
    const started = await report.check(`${service}: starts`, async () => {
      const launch = deployment.launch(`${service}/lambda.handler`);
      const { initMs } = await deployment[service].serve(launch, deployment.environment(service));
      return `init in ${initMs.toFixed(0)} ms`;
    });
    if (!started) return;
  }
  title('Events');
  await checkEvents(report, deployment);
  title('Instances');
  await checkInstances(report, deployment);
  title('The whole flow');
  await checkFlow(report, deployment, { quick });
  if (quick) return;
  title('Figures, of the verifier');
  await printFigures(deployment);
}

let ending;
function end() {
  ending ??= deployment?.end() ?? Promise.resolve();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => end().then(() => process.exit(1)));

await run().catch((error) => {
  report.failed++;
  console.log(error.stack);
});
await end();
console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 && report.passed > 0 ? 0 : 1;
