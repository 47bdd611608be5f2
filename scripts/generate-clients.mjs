// Writes the types of libs/client from the OpenAPI documents of issuer and verifier, which need neither ports nor a store
// for this. test/generated-clients.spec.ts fails while documents and types differ.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENTS, clientTypes, clientTypesFile } from './clients/client-types.mjs';
import { setUp } from './setup.mjs';

setUp({ build: true });
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
await import('reflect-metadata');
const { createService, loadConfig } = await import('../dist/libs/service-kit/src/index.js');

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'clients-'));

async function documentOf(name) {
  const { [name]: service } = await import(`../dist/apps/${name}/src/${name}.js`);
  const config = loadConfig(service.config, {
    DATA_DIR: folder,
    PUBLIC_URL: `https://${name}.example`,
    LOG_LEVEL: 'error',
    // Nothing listens on this port.
    STORE_ENDPOINT: 'http://127.0.0.1:1',
    TRUSTED_ISSUERS: '[{"iss":"https://issuer.example","attributes":["gross_income"],"complete":[]}]',
  });
  const app = await createService(service, config);
  try {
    const { body } = await app.inject({ url: '/openapi.json' });
    return JSON.parse(body);
  } finally {
    await app.close();
  }
}

try {
  for (const name of CLIENTS) {
    const file = clientTypesFile(name);
    writeFileSync(join(root, file), await clientTypes(await documentOf(name)));
    console.error(`Wrote ${file}.`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
