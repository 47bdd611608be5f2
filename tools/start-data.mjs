// The demo's API clients: made on the first start, and the same on every later one.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bearerKeyBytes,
  bearerKeyHash,
  createApiClient,
  newBearerKey,
} from '../dist/libs/api-clients/src/index.js';
import { readDemoEnvironment } from './demo-environment.mjs';
import { StartError } from './start-child.mjs';

/** Generous: whoever tries, tests or measures is not held up. */
const plan = 'internal';
const issuing = (id, name, sourceId) => ({ id, name, scopes: ['issue', 'revoke'], sourceId, plan });

/** By the variable that holds the key. */
const CLIENTS = {
  ISSUER_API_KEY: issuing('demo-acme', 'Payroll of ACME (demo)', 'demo:acme'),
  ISSUER_API_KEY_2: issuing('demo-bolt', 'Payroll of Bolt (demo)', 'demo:bolt'),
  VERIFIER_API_KEY: { id: 'demo-landlord', name: 'Landlord (demo)', scopes: ['request'], plan },
};

/** The keys of the demo clients by variable; those that the store does not know are registered. */
export async function demoKeys(dataFolder, apiClients) {
  const known = readDemoEnvironment(dataFolder) ?? {};
  const keys = {};
  for (const [variable, client] of Object.entries(CLIENTS)) {
    const key = known[variable] ?? newBearerKey();
    if (!bearerKeyBytes(key)) {
      throw new StartError(
        `${join(dataFolder, 'demo.env')} is damaged: ${variable} is not an API key. Restore the file, or delete it to get new keys.`,
      );
    }
    const found = await apiClients.findByKeyHash(bearerKeyHash(key));
    if (!found)
      await createApiClient(apiClients, { ...client, createdAt: Math.floor(Date.now() / 1000) }, key);
    keys[variable] = key;
  }
  return keys;
}

/** Writes `demo.env`, whole or not at all, readable for this user only. */
export function writeDemoEnvironment(dataFolder, variables) {
  const file = join(dataFolder, 'demo.env');
  const text = Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
