// `npm run check:permissions`: runs the whole HTTP suite against services whose calls to AWS are recorded, and
// compares what they called with what Terraform's policies allow them: nothing missing, nothing unused.
import assert from 'node:assert/strict';
import { checkRole, indented } from './check-permissions/check-role.mjs';
import { commandsInCode } from './check-permissions/commands-in-code.mjs';
import { checkBoundary, checkTerraform, expectedRoles } from './check-permissions/roles.mjs';
import { RecordedServices } from './check-permissions/services.mjs';
import { Report } from './test-containers/report.mjs';
import { endPrograms } from './test-containers/stack.mjs';
import { httpSuite } from './test-containers/suites.mjs';

const report = new Report();
const SERVICES = ['issuer', 'verifier'];
/** In which a service asks the vault again, and some more. */
const PATIENCE_MS = 10_000;

const title = (text) => console.log(`\n${text}`);
const urlOf = (services, service) => services.urls[`${service.toUpperCase()}_URL`];

async function rotateKeys(services, service) {
  const [, old] = /^current\s+(\S+)/m.exec(await services.keys(service, 'list'));
  await services.keys(service, 'rotate');
  await services.keys(service, 'rotate', '--now');
  await services.keys(service, 'retire', '--kid', old);
  const published = async () => (await fetch(`${urlOf(services, service)}/.well-known/jwks.json`)).text();
  for (const deadline = Date.now() + PATIENCE_MS; (await published()).includes(old); ) {
    assert.ok(Date.now() < deadline, `  the ${service} still publishes the key that was retired`);
  }
}

/** Everything that the services do, for the recorder to see. */
async function doEverything(services) {
  title('The whole HTTP suite, with every call to AWS recorded');
  report.add(await httpSuite(services.urls));

  title('What the suite does not do');
  for (const service of SERVICES) {
    await report.check(`the ${service}'s keys are rotated, and one is retired`, () =>
      rotateKeys(services, service),
    );
  }
  for (const service of [...SERVICES, 'prover']) {
    await report.check(`the ${service} is ready`, async () => {
      assert.equal((await fetch(`${urlOf(services, service)}/health/ready`)).status, 200);
    });
  }
}

async function checkCode(services) {
  const called = [...SERVICES, 'rotation'].flatMap((principal) => [...services.callsOf(principal)]);
  await report.check('every command in the code was seen', () => {
    const commands = commandsInCode();
    const unseen = [...commands].filter(
      ([operation]) => !called.some((one) => one.includes(`:${operation} on `)),
    );
    const listed = unseen.map(([operation, file]) => `${operation} in ${file}`);
    assert.ok(unseen.length === 0, `  in the code, and never called:${indented(listed)}`);
    return `${[...commands.keys()].sort().join(', ')}`;
  });
}

let services;
try {
  services = await RecordedServices.start();
  await doEverything(services);

  title('What was called, and what may be called');
  const roles = expectedRoles(services.values, 'fargate');
  const policiesOf = (role) => roles[`${services.values.name}-${role}`].policies;
  for (const service of SERVICES) {
    await checkRole(report, service, policiesOf(`${service}-task`).service, services.callsOf(service));
  }
  await checkRole(report, 'rotation', policiesOf('rotation').rotation, services.callsOf('rotation'));
  await report.check('the test prover calls nothing', () => {
    assert.deepEqual([...services.callsOf('prover')], []);
  });
  await checkCode(services);

  await checkBoundary(report, services.values);

  title('What Terraform makes of the policies');
  await checkTerraform(report, services.values);
} catch (error) {
  await report.check('everything could be tried', () => {
    throw error;
  });
} finally {
  await endPrograms();
  await services?.stop();
}
console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 ? 0 : 1;
