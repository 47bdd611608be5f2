// The demo's API clients: created on the first start, unchanged on later ones.
import { join } from 'node:path';
import {
  bearerKeyBytes,
  bearerKeyHash,
  createApiClient,
  newBearerKey,
} from '../../dist/libs/api-clients/src/index.js';
import { StartError } from './child.mjs';
import { readDemoEnvironment } from './demo-environment.mjs';

/** High limits: demos, tests and measurements must not be throttled. */
const plan = 'internal';
const issuing = (id, name, sourceId) => ({ id, name, scopes: ['issue', 'revoke'], sourceId, plan });

/** By the variable that holds the key. */
const CLIENTS = {
  ISSUER_API_KEY: issuing('demo-acme', 'Payroll of ACME (demo)', 'demo:acme'),
  ISSUER_API_KEY_2: issuing('demo-bolt', 'Payroll of Bolt (demo)', 'demo:bolt'),
  VERIFIER_API_KEY: { id: 'demo-landlord', name: 'Landlord (demo)', scopes: ['request'], plan },
};

/** The API keys of the demo clients by variable. Registers the clients that are missing in the store. */
export async function demoKeys(dataFolder, apiClients) {
  const known = readDemoEnvironment(dataFolder) ?? {};
  const keys = {};
  for (const [variable, client] of Object.entries(CLIENTS)) {
    const key = known[variable] ?? newBearerKey();
    if (!bearerKeyBytes(key)) {
      throw new StartError(
        `${join(dataFolder, 'demo.env')} is corrupt: ${variable} is not an API key. Restore the file, or delete it to get new keys.`,
      );
    }
    const found = await apiClients.findByKeyHash(bearerKeyHash(key));
    if (!found)
      await createApiClient(apiClients, { ...client, createdAt: Math.floor(Date.now() / 1000) }, key);
    keys[variable] = key;
  }
  return keys;
}
