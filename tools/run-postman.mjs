// Runs the Postman collection against running services: `node tools/run-postman.mjs DATA_FOLDER`.
// newman is fetched for the occasion: nothing else needs it.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoEnvironment } from '../scripts/start/demo-environment.mjs';

const [dataFolder = '.data'] = process.argv.slice(2);
const environment = readDemoEnvironment(dataFolder);
if (!environment) {
  console.error(`There is no demo.env in ${dataFolder}; run npm start first.`);
  process.exit(1);
}
const holderKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const variables = Object.entries({ ...environment, HOLDER_KEY: JSON.stringify(holderKey) });

const folder = mkdtempSync(join(tmpdir(), 'zk-income-postman-'));
const report = join(folder, 'report.json');
const collection = join(import.meta.dirname, '../docs/zk-income.postman_collection.json');
try {
  const { status } = spawnSync(
    'npx',
    [
      '--yes',
      'newman@6.2.2',
      'run',
      collection,
      '--reporters',
      'cli,json',
      '--reporter-json-export',
      report,
    ].concat(variables.flatMap(([name, value]) => ['--env-var', `${name}=${value}`])),
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const { assertions } = JSON.parse(readFileSync(report, 'utf8')).run.stats;
  console.log(`${assertions.total - assertions.failed} passed, ${assertions.failed} failed`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
