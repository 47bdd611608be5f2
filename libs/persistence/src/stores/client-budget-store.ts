import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type ClientBudget,
  type ClientBudgetStore,
  countedMonth,
  leftOf,
  microsPerRequest,
  microsToFill,
  monthStart,
  type PlanLimits,
} from '@zk-income/credential';
import { type Item, marshal, type Storable, unmarshal } from '../marshalling.js';
import { names, newMark, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'ClientBudgets';
const DAY_SECONDS = 86_400;
/** By no more than this do the clocks of replicas that are in order differ. */
const CLOCKS_DIFFER_MICROS = 5_000_000;

type BudgetItem = ClientBudget & {
  /** The call that wrote last. */
  readonly mark: string;
};

interface Write {
  readonly sets: readonly string[];
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, Storable>>;
}

/**
 * What clients have used of their plans, one item each. Rate and month are the condition of one write. It adds to
 * what is there rather than replacing it, so writers of many replicas do not get in each other's way.
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
      const count = Math.min(wanted, leftOf(seen, limits, now));
      if (count > 0) {
        const written = await this.write(clientId, mark, spending(seen, count, limits, now));
        if (written !== undefined) return { taken: count, budget: toBudget(written) };
        tried = count;
      } else if (seen !== undefined && seen !== known) {
        return { taken: 0, budget: await this.withoutExcess(clientId, seen, limits, now) };
      }
      const found = await this.read(clientId);
      // Ours when the first answer was lost on the way and the SDK repeated the write.
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

  /**
   * A bucket that was emptied under a slower plan, or by a clock that was far ahead, may be full again only in a far
   * future. Under these limits it is empty and no more than that. What clocks that are in order differ by stays: each
   * refusal by one that is behind would give it back to whoever asks one that is ahead, time and again.
   */
  private async withoutExcess(
    clientId: string,
    seen: ClientBudget,
    limits: PlanLimits,
    now: number,
  ): Promise<ClientBudget> {
    const latest = now + microsToFill(limits);
    if (seen.fullAt <= latest + CLOCKS_DIFFER_MICROS) return toBudget(seen);
    const written = await this.write(clientId, newMark(), {
      sets: ['#fullAt = :latest'],
      conditions: ['#fullAt = :seen'],
      values: { latest, seen: seen.fullAt },
    });
    return written === undefined ? toBudget(seen) : toBudget(written);
  }

  private async write(id: string, mark: string, write: Write): Promise<BudgetItem | undefined> {
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshal({ id }),
          UpdateExpression: `SET ${[...write.sets, '#mark = :mark'].join(', ')}`,
          ConditionExpression: write.conditions.join(' AND '),
          ExpressionAttributeNames: namesIn([...write.sets, ...write.conditions, '#mark']),
          ExpressionAttributeValues: values({ ...write.values, mark }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return output && unmarshal<BudgetItem>(output.Attributes as Item);
  }
}

/** The write that takes `count` requests, with the conditions under which they are there. */
function spending(seen: ClientBudget | undefined, count: number, limits: PlanLimits, now: number): Write {
  const month = countedMonth(seen, now);
  const cost = count * microsPerRequest(limits);
  const latest = now + microsToFill(limits);
  // Kept until nothing of it can matter any more: the month is over and the bucket is full.
  const ttl = Math.ceil(Math.max(monthStart(month, 1), latest) / 1_000_000) + DAY_SECONDS;
  if (seen === undefined) {
    return {
      sets: ['#fullAt = :filled', '#month = :month', '#used = :count', '#ttl = :ttl'],
      conditions: ['attribute_not_exists(#fullAt)'],
      values: { filled: now + cost, month, count, ttl },
    };
  }
  const bucket: Write =
    seen.fullAt > now
      ? {
          sets: ['#fullAt = #fullAt + :cost'],
          conditions: ['#fullAt > :now', '#fullAt <= :latest', '#mark <> :mark'],
          values: { cost, now, latest: latest - cost },
        }
      : {
          sets: ['#fullAt = :filled'],
          conditions: ['#fullAt <= :now', '#mark <> :mark'],
          values: { filled: now + cost, now },
        };
  return together(bucket, counting(seen, month, count, limits), ttl);
}

function counting(seen: ClientBudget, month: string, count: number, { perMonth }: PlanLimits): Write {
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

const together = (a: Write, b: Write, ttl: number): Write => ({
  sets: [...a.sets, ...b.sets, '#ttl = :ttl'],
  conditions: [...a.conditions, ...b.conditions],
  values: { ...a.values, ...b.values, ttl },
});

/** The names that expressions use: a store refuses one that none does. */
const namesIn = (expressions: readonly string[]): Record<string, string> =>
  names(...new Set(expressions.flatMap((one) => [...one.matchAll(/#(\w+)/g)].map(([, name]) => name!))));

const toBudget = ({ fullAt, month, used }: ClientBudget): ClientBudget => ({ fullAt, month, used });
