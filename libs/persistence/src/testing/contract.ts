import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { createStoreClient, type StoreClient, type StoreConfig } from '../store-client.js';
import { describeApiClients } from './contract/api-clients.js';
import { describeClientBudgets } from './contract/client-budgets.js';
import { describeIdempotency } from './contract/idempotency.js';
import { describeIssuedCredentials } from './contract/issued-credentials.js';
import { describeRequests } from './contract/requests.js';
import { describeStatusLists } from './contract/status-lists.js';
import { describeTables, dropTables } from './contract/tables.js';
import type { Open } from './open.js';

/** A store to test, and how to let go of it. */
export interface StoreUnderTest {
  readonly config: StoreConfig;
  close(): Promise<void>;
}

// What is tested is what a store guarantees, not how fast it or this machine is.
const PATIENCE_MS = 120_000;

/** What every store must guarantee to the services, whatever it runs on. */
export function describePersistenceContract(kind: string, start: () => Promise<StoreUnderTest>): void {
  describe(`the persistence contract on ${kind}`, () => {
    jest.setTimeout(PATIENCE_MS);
    const clients: StoreClient[] = [];
    let underTest: StoreUnderTest;
    let config: StoreConfig;

    const open: Open = () => {
      const client = createStoreClient(config);
      clients.push(client);
      return client;
    };

    beforeAll(async () => {
      underTest = await start();
      config = {
        ...underTest.config,
        tablePrefix: `test-${crypto.randomUUID()}-`,
        requestTimeoutMs: PATIENCE_MS / 4,
      };
      await ensureTables(open());
    });

    afterAll(async () => {
      await dropTables(open());
      for (const client of clients) client.close();
      await underTest.close();
    });

    describeTables(open, () => config);
    describeRequests(open);
    describeIssuedCredentials(open);
    describeStatusLists(open);
    describeIdempotency(open);
    describeApiClients(open);
    describeClientBudgets(open);
  });
}
