import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { loadConfig, type ServiceConfig, type ServiceDefinition } from '@zk-income/service-kit';
import { createTestService, fetchDocument } from '@zk-income/service-kit/testing';
import { issuer } from '../apps/issuer/src/issuer.js';
import { verifier } from '../apps/verifier/src/verifier.js';
import { clientTypes, clientTypesFile } from '../scripts/clients/client-types.mjs';

const folder = mkdtempSync(join(tmpdir(), 'generated-clients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function documentOf<Config extends ServiceConfig>(service: ServiceDefinition<Config>) {
  const config = loadConfig(service.config, {
    DATA_DIR: folder,
    PUBLIC_URL: `https://${service.name}.example`,
    // Nothing listens on this port.
    STORE_ENDPOINT: 'http://127.0.0.1:1',
    TRUSTED_ISSUERS: '[{"iss":"https://issuer.example","attributes":["gross_income"],"complete":[]}]',
  });
  const app = await createTestService(service, config);
  try {
    return await fetchDocument(app);
  } finally {
    await app.close();
  }
}

const typesOf = (name: 'issuer' | 'verifier') =>
  name === 'issuer' ? documentOf(issuer) : documentOf(verifier);

test.each(['issuer', 'verifier'] as const)(
  'the types of the client of the %s are those of its document: run `npm run generate:clients`',
  async (name) => {
    const generated = await clientTypes(await typesOf(name));
    expect(readFileSync(join(import.meta.dirname, '..', clientTypesFile(name)), 'utf8')).toBe(generated);
  },
);
