// The services of `npm start` for a test file, and their OpenAPI documents.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

export const SERVICES = ['issuer', 'verifier', 'prover'];
const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };

/** Starts the services. Returns their URLs and the API keys of their demo clients. */
export async function startServices() {
  const dataFolder = temporaryFolder('openapi');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR: dataFolder } });
  return readDemoEnvironment(dataFolder);
}

export const urlOf = (env, service) => env[`${service.toUpperCase()}_URL`];

/** Writes the OpenAPI document of each service to a temporary folder. Returns the folder. */
export async function writeDocuments(env) {
  const folder = temporaryFolder('documents');
  for (const service of SERVICES) {
    const response = await fetch(`${urlOf(env, service)}/openapi.json`);
    assert.equal(response.status, 200);
    writeFileSync(join(folder, `${service}.json`), await response.text());
  }
  return folder;
}
