import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedStore } from './embedded/embedded-store.js';
import { describePersistenceContract } from './testing/contract.js';

describePersistenceContract('the embedded store on disk', async () => {
  const path = mkdtempSync(join(tmpdir(), 'zk-income-store-'));
  const store = await startEmbeddedStore({ path });
  return {
    config: { endpoint: store.endpoint },
    close: async () => {
      await store.close();
      rmSync(path, { recursive: true });
    },
  };
});

const endpoint = process.env.DYNAMODB_ENDPOINT;
if (endpoint !== undefined)
  describePersistenceContract('the store at DYNAMODB_ENDPOINT', async () => ({
    config: { endpoint, region: process.env.AWS_REGION },
    close: async () => {},
  }));
