// What a newcomer does: `npm start`, then the walkthrough of README.md, docs/policies.md, the Postman collection and the demo.
import { before, test } from 'node:test';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { runOrThrow, startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { runCollection } from './postman.mjs';
import { SHELLS, walk, walkContracts, walkPolicies } from './walk.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
let dataFolder;
let env;

before(async () => {
  dataFolder = temporaryFolder('start');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR: dataFolder } });
  env = readDemoEnvironment(dataFolder);
});

for (const shell of Object.keys(SHELLS)) test(`the curl walkthrough in ${shell}`, (t) => walk(t, env, shell));
for (const shell of ['bash', 'zsh, interactive'])
  test(`docs/policies.md in ${shell}`, (t) => walkPolicies(t, env, shell));
test('docs/policies.md with contracts, in bash', async (t) => {
  const folder = temporaryFolder('contracts');
  const configured = { ...process.env, ...ports, DATA_DIR: folder, ISSUER_CONTRACTS: 'true' };
  await startService('scripts/start.mjs', { env: configured });
  await walkContracts(t, readDemoEnvironment(folder), 'bash');
});
test('the Postman collection', (t) => runCollection(t, env));
test('npm run demo', () =>
  runOrThrow(process.execPath, ['scripts/demo.mjs'], { env: { ...process.env, DATA_DIR: dataFolder } }));
