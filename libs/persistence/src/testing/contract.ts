import { afterAll, beforeAll, describe } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { createStoreClient, type StoreClient, type StoreConfig } from '../store-client.js';
import { describeApiClients } from './contract/api-clients.js';
import { describeClientBudgets } from './contract/client-budgets.js';
import { describeIdempotency } from './contract/idempotency.js';
import { describeIssuedCredentials } from './contract/issued-credentials.js';
import { describeListings } from './contract/listings.js';
import { describeOffers } from './contract/offers.js';
import { describeReleasedItems } from './contract/released-items.js';
import { describeRequests, testConcurrentConsumption } from './contract/requests.js';
import { describeStatusLists } from './contract/status-lists.js';
import { deleteTables, describeTables } from './contract/tables.js';
import { describeWebhooks } from './contract/webhooks.js';
import type { OpenClient } from './open-client.js';
import { STORES, type StoreUnderTest } from './stores-under-test.js';

// The contract states guarantees, not speed.
const TIMEOUT_MS = 120_000;

/** The guarantees of every store, whatever its backend. */
export function describePersistenceContract(): void {
  describeStores((openClient, config) => {
    describeTables(openClient, config);
    describeRequests(openClient);
    describeIssuedCredentials(openClient);
    describeStatusLists(openClient);
    describeOffers(openClient);
    describeListings(openClient);
    describeIdempotency(openClient);
    describeApiClients(openClient);
    describeClientBudgets(openClient);
    describeWebhooks(openClient);
    describeReleasedItems(openClient);
  });
}

/** The guarantees again, with more concurrent calls. */
export function describePersistenceSweep(): void {
  describeStores((openClient) => testConcurrentConsumption(openClient, 1000));
}

function describeStores(describeTests: (openClient: OpenClient, config: () => StoreConfig) => void): void {
  for (const [name, start] of STORES) {
    describe(`the persistence contract on ${name}`, () => {
      const clients: StoreClient[] = [];
      let underTest: StoreUnderTest;
      let config: StoreConfig;

      const openClient: OpenClient = () => {
        const client = createStoreClient(config);
        clients.push(client);
        return client;
      };

      beforeAll(async () => {
        underTest = await start();
        config = {
          ...underTest.config,
          tablePrefix: `test-${crypto.randomUUID()}-`,
          requestTimeoutMs: TIMEOUT_MS / 4,
        };
        await ensureTables(openClient());
      });

      afterAll(async () => {
        await deleteTables(openClient());
        for (const client of clients) client.close();
        await underTest.close();
      });

      describeTests(openClient, () => config);
    });
  }
}
