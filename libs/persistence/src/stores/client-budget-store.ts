import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
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
import { type Item, marshallItem, type StorableValue, unmarshallItem } from '../marshalling.js';
import { names, newMark, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'ClientBudgets';
const DAY_SECONDS = 86_400;

type BudgetItem = ClientBudget & {
  /** The call that wrote last. */
  readonly mark: string;
};

interface Write {
  readonly sets: readonly string[];
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
    const mark = newMark();
    let seen = known ?? (await this.read(clientId));
    let tried = 0;
    for (;;) {
      const count = Math.min(wanted, remainingRequests(seen, limits, now));
      if (count > 0) {
        const written = await this.write(clientId, mark, takeRequests(seen, count, limits, now));
        if (written !== undefined) return { taken: count, budget: toBudget(written) };
        tried = count;
      } else if (seen !== undefined && seen !== known) {
        return { taken: 0, budget: await this.cutExcess(clientId, seen, limits, now) };
      }
      const found = await this.read(clientId);
      // Our own write, if its response was lost and the SDK retried it.
      if (found?.mark === mark) return { taken: tried, budget: toBudget(found) };
      seen = found;
    }
  }

  async find(clientId: string): Promise<ClientBudget | undefined> {
    const found = await this.read(clientId);
    return found && toBudget(found);
  }

  private read(id: string): Promise<BudgetItem | undefined> {
    return readItem<BudgetItem>(this.store, TABLE, { id });
  }

  /** Stores a budget without an excess of its TAT. */
  private async cutExcess(
    clientId: string,
    seen: ClientBudget,
    limits: PlanLimits,
    now: number,
  ): Promise<ClientBudget> {
    const { tat } = limitTat(seen, limits, now);
    if (tat === seen.tat) return toBudget(seen);
    const written = await this.write(clientId, newMark(), {
      sets: ['#tat = :latest'],
      conditions: ['#tat = :seen'],
      values: { latest: tat, seen: seen.tat },
    });
    return written === undefined ? toBudget(seen) : toBudget(written);
  }

  private async write(id: string, mark: string, write: Write): Promise<BudgetItem | undefined> {
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ id }),
          UpdateExpression: `SET ${[...write.sets, '#mark = :mark'].join(', ')}`,
          ConditionExpression: write.conditions.join(' AND '),
          ExpressionAttributeNames: namesIn([...write.sets, ...write.conditions, '#mark']),
          ExpressionAttributeValues: values({ ...write.values, mark }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return output && unmarshallItem<BudgetItem>(output.Attributes as Item);
  }
}

/** The write that takes `count` requests, conditional on their being available. */
function takeRequests(seen: ClientBudget | undefined, count: number, limits: PlanLimits, now: number): Write {
  const month = countedMonth(seen, now);
  const cost = count * emissionInterval(limits);
  const latest = now + microsToFill(limits);
  // The item expires once it has no effect: the month is over and the bucket is full.
  const ttl = Math.ceil(Math.max(monthStart(month, 1), latest) / 1_000_000) + DAY_SECONDS;
  if (seen === undefined) {
    return {
      sets: ['#tat = :filled', '#month = :month', '#used = :count', '#ttl = :ttl'],
      conditions: ['attribute_not_exists(#tat)'],
      values: { filled: now + cost, month, count, ttl },
    };
  }
  const bucket: Write =
    seen.tat > now
      ? {
          sets: ['#tat = #tat + :cost'],
          conditions: ['#tat > :now', '#tat <= :latest', '#mark <> :mark'],
          values: { cost, now, latest: latest - cost },
        }
      : {
          sets: ['#tat = :filled'],
          conditions: ['#tat <= :now', '#mark <> :mark'],
          values: { filled: now + cost, now },
        };
  return mergeWrites(bucket, countInMonth(seen, month, count, limits), ttl);
}

function countInMonth(seen: ClientBudget, month: string, count: number, { perMonth }: PlanLimits): Write {
  if (seen.month < month) {
    return {
      sets: ['#month = :month', '#used = :count'],
      conditions: ['#month < :month'],
      values: { month, count },
    };
  }
  return {
    sets: ['#used = #used + :count'],
    conditions: ['#month = :month', ...(perMonth === undefined ? [] : ['#used <= :rest'])],
    values: { month, count, ...(perMonth !== undefined && { rest: perMonth - count }) },
  };
}

const mergeWrites = (a: Write, b: Write, ttl: number): Write => ({
  sets: [...a.sets, ...b.sets, '#ttl = :ttl'],
  conditions: [...a.conditions, ...b.conditions],
  values: { ...a.values, ...b.values, ttl },
});

/** The names that the expressions use: DynamoDB rejects unused ones. */
const namesIn = (expressions: readonly string[]): Record<string, string> =>
  names(...new Set(expressions.flatMap((one) => [...one.matchAll(/#(\w+)/g)].map(([, name]) => name!))));

const toBudget = ({ tat, month, used }: ClientBudget): ClientBudget => ({ tat, month, used });
