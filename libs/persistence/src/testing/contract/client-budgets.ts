import { describe, expect, test } from '@jest/globals';
import type { PlanLimits } from '@zk-income/api-clients';
import { describeClientBudgetStore } from '@zk-income/api-clients/testing';
import { DynamoClientBudgetStore } from '../../stores/client-budget-store.js';
import { beforeNext, countCalls, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const SECOND = 1_000_000;
const NOW = Date.UTC(2096, 10, 15) * 1000;
/** One request a second. */
const LIMITS: PlanLimits = { perMinute: 60, burst: 10, perMonth: 1_000 };

/** The contract of the port, and what only a remote store must do. */
export function describeClientBudgets(openClient: OpenClient): void {
  describeClientBudgetStore(() => new DynamoClientBudgetStore(openClient()));

  describe('budgets of API clients in DynamoDB', () => {
    const id = () => crypto.randomUUID();

    test('cost one read and no write for a rejected request', async () => {
      const store = openClient();
      const [budgets, client] = [new DynamoClientBudgetStore(store), id()];
      await budgets.take(client, 10, LIMITS, NOW);
      const calls = countCalls(store);
      expect((await budgets.take(client, 1, LIMITS, NOW)).taken).toBe(0);
      expect(calls).toEqual({ GetItemCommand: 1 });
    });

    test('cost one write and no read for a caller that knows the current budget', async () => {
      const store = openClient();
      const [budgets, client] = [new DynamoClientBudgetStore(store), id()];
      let { budget } = await budgets.take(client, 1, LIMITS, NOW);
      const calls = countCalls(store);
      for (let i = 1; i < 5; i++) {
        ({ budget } = await budgets.take(client, 1, LIMITS, NOW + i * 3 * SECOND, budget));
      }
      expect(calls).toEqual({ UpdateItemCommand: 4 });
      expect(budget).toMatchObject({ used: 5 });
    });

    test('are taken from once when the response is lost', async () => {
      const [budgets, client] = [new DynamoClientBudgetStore(openClient()), id()];
      for (const used of [2, 4]) {
        const losing = new DynamoClientBudgetStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
        expect(await losing.take(client, 2, LIMITS, NOW)).toMatchObject({ taken: 2, budget: { used } });
        expect(await budgets.find(client)).toMatchObject({ used });
      }
    });

    test('give what a concurrent call has left', async () => {
      const [other, client] = [new DynamoClientBudgetStore(openClient()), id()];
      const store = beforeNext(openClient(), 'UpdateItemCommand', () => other.take(client, 8, LIMITS, NOW));
      expect((await new DynamoClientBudgetStore(store).take(client, 5, LIMITS, NOW)).taken).toBe(2);
    });
  });
}
