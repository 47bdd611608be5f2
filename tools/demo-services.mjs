// Starts the services of `npm start` for a while, on free ports and with a data folder of their own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoEnvironment } from './demo-environment.mjs';

/** @returns their demo environment, and how to stop them and remove their data */
export async function startDemoServices(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-services-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      ISSUER_PORT: '0',
      VERIFIER_PORT: '0',
      PROVER_PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      // The last thing that it says, when all of them listen.
      if (said.includes('Ctrl-C')) resolve(true);
    });
  });
  if (!(await Promise.race([ready, exited.then(() => false)]))) {
    await stop();
    throw new Error('The services did not start; see above.');
  }
  return { env: readDemoEnvironment(folder), stop };
}
