import {
  type ClientBudget,
  type ClientBudgetStore,
  countedMonth,
  emissionInterval,
  limitTat,
  microsToFill,
  monthStart,
  type PlanLimits,
  remainingRequests,
} from '@zk-income/api-clients';
import { getItem, newWriteToken, updateAndGetItemIf } from '../items.js';
import type { StorableValue } from '../marshalling.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'ClientBudgets';
const DAY_SECONDS = 86_400;

interface BudgetItem {
  /** The TAT, under the name that version 0.1.0 reads and writes. */
  readonly fullAt: number;
  readonly month: string;
  readonly used: number;
  /** Token of the last write. */
  readonly writeToken: string;
}

type StoredBudget = ClientBudget & Pick<BudgetItem, 'writeToken'>;

interface BudgetUpdate {
  readonly assignments: readonly string[];
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, StorableValue>>;
}

/**
 * The budgets of API clients, one item each. Rate limit and quota are conditions of one write, which adds to the stored
 * values instead of replacing them, so that concurrent replicas do not conflict.
 */
export class DynamoClientBudgetStore implements ClientBudgetStore {
  constructor(private readonly store: StoreClient) {}

  async take(
    clientId: string,
    wanted: number,
    limits: PlanLimits,
    now: number,
    known?: ClientBudget,
  ): Promise<{ taken: number; budget: ClientBudget }> {
    const writeToken = newWriteToken();
    let seen = known ?? (await this.read(clientId));
    let tried = 0;
    for (;;) {
      const count = Math.min(wanted, remainingRequests(seen, limits, now));
      if (count > 0) {
        const written = await this.update(clientId, writeToken, takeRequests(seen, count, limits, now));
        if (written !== undefined) return { taken: count, budget: toBudget(written) };
        tried = count;
      } else if (seen !== undefined && seen !== known) {
        return { taken: 0, budget: await this.limitStoredTat(clientId, seen, limits, now) };
      }
      const found = await this.read(clientId);
      // Our own write, if its response was lost and the SDK retried it.
      if (found?.writeToken === writeToken) return { taken: tried, budget: toBudget(found) };
      seen = found;
    }
  }

  async find(clientId: string): Promise<ClientBudget | undefined> {
    const found = await this.read(clientId);
    return found && toBudget(found);
  }

  private async read(id: string): Promise<StoredBudget | undefined> {
    const item = await getItem<BudgetItem>(this.store, TABLE, { id });
    return item && fromItem(item);
  }

  /** Writes the budget with the TAT of `limitTat` if that changes it. */
  private async limitStoredTat(
    clientId: string,
    seen: ClientBudget,
    limits: PlanLimits,
    now: number,
  ): Promise<ClientBudget> {
    const { tat } = limitTat(seen, limits, now);
    if (tat === seen.tat) return toBudget(seen);
    const written = await this.update(clientId, newWriteToken(), {
      assignments: ['#fullAt = :latest'],
      conditions: ['#fullAt = :seen'],
      values: { latest: tat, seen: seen.tat },
    });
    return written === undefined ? toBudget(seen) : toBudget(written);
  }

  private async update(
    id: string,
    writeToken: string,
    update: BudgetUpdate,
  ): Promise<StoredBudget | undefined> {
    const item = await updateAndGetItemIf<BudgetItem>(
      this.store,
      TABLE,
      { id },
      {
        update: `SET ${[...update.assignments, '#writeToken = :writeToken'].join(', ')}`,
        condition: update.conditions.join(' AND '),
        values: { ...update.values, writeToken },
      },
    );
    return item && fromItem(item);
  }
}

/** The write that takes `count` requests, conditional on their being available. */
function takeRequests(
  seen: ClientBudget | undefined,
  count: number,
  limits: PlanLimits,
  now: number,
): BudgetUpdate {
  const month = countedMonth(seen, now);
  const cost = count * emissionInterval(limits);
  const latest = now + microsToFill(limits);
  // The item expires once it has no effect: the month is over and the bucket is full.
  const ttl = Math.ceil(Math.max(monthStart(month, 1), latest) / 1_000_000) + DAY_SECONDS;
  if (seen === undefined) {
    return {
      assignments: ['#fullAt = :filled', '#month = :month', '#used = :count', '#ttl = :ttl'],
      conditions: ['attribute_not_exists(#fullAt)'],
      values: { filled: now + cost, month, count, ttl },
    };
  }
  const bucket: BudgetUpdate =
    seen.tat > now
      ? {
          assignments: ['#fullAt = #fullAt + :cost'],
          conditions: ['#fullAt > :now', '#fullAt <= :latest', '#writeToken <> :writeToken'],
          values: { cost, now, latest: latest - cost },
        }
      : {
          assignments: ['#fullAt = :filled'],
          conditions: ['#fullAt <= :now', '#writeToken <> :writeToken'],
          values: { filled: now + cost, now },
        };
  return mergeUpdates(bucket, countInMonth(seen, month, count, limits), ttl);
}

function countInMonth(
  seen: ClientBudget,
  month: string,
  count: number,
  { perMonth }: PlanLimits,
): BudgetUpdate {
  if (seen.month < month) {
    return {
      assignments: ['#month = :month', '#used = :count'],
      conditions: ['#month < :month'],
      values: { month, count },
    };
  }
  return {
    assignments: ['#used = #used + :count'],
    conditions: ['#month = :month', ...(perMonth === undefined ? [] : ['#used <= :rest'])],
    values: { month, count, ...(perMonth !== undefined && { rest: perMonth - count }) },
  };
}

const mergeUpdates = (a: BudgetUpdate, b: BudgetUpdate, ttl: number): BudgetUpdate => ({
  assignments: [...a.assignments, ...b.assignments, '#ttl = :ttl'],
  conditions: [...a.conditions, ...b.conditions],
  values: { ...a.values, ...b.values, ttl },
});

const fromItem = ({ fullAt: tat, month, used, writeToken }: BudgetItem): StoredBudget => ({
  tat,
  month,
  used,
  writeToken,
});

const toBudget = ({ tat, month, used }: ClientBudget): ClientBudget => ({ tat, month, used });
