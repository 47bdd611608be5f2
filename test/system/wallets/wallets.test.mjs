// The holder of credo-ts against the services of `npm start`.
import { before, describe } from 'node:test';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { nodeTools } from '../harness/node-tools.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

nodeTools(import.meta.dirname);
// Its modules import what has just been installed.
const { walletTests } = await import('./story.mjs');

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const context = { env: undefined };

describe('npm start', () => {
  before(async () => {
    const dataFolder = temporaryFolder('wallets');
    await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR: dataFolder } });
    context.env = readDemoEnvironment(dataFolder);
  });

  walletTests(context);
});
