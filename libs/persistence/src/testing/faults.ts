import type { StoreClient } from '../store-client.js';

/** The store does what the next command asks, and the network loses its answer: the SDK will repeat the call. */
export function loseNextAnswer(store: StoreClient, command: string): StoreClient {
  let lost = false;
  store.dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const output = await next(args);
      if (lost || context.commandName !== command) return output;
      lost = true;
      throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'low', name: 'loseNextAnswer' },
  );
  return store;
}

/** Just before the next call of an operation reaches the store, something else happens. */
export function beforeNext(
  store: StoreClient,
  command: string,
  happens: () => Promise<unknown>,
): StoreClient {
  let happened = false;
  store.dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (!happened && context.commandName === command) {
        happened = true;
        await happens();
      }
      return next(args);
    },
    { step: 'initialize', name: 'beforeNext' },
  );
  return store;
}

/** Answers of queries and scans come in pages of two. */
export function withSmallPages(store: StoreClient): StoreClient {
  store.dynamo.middlewareStack.add(
    (next, context) => (args) => {
      if (/^(Query|Scan)Command$/.test(context.commandName ?? '')) Object.assign(args.input, { Limit: 2 });
      return next(args);
    },
    { step: 'initialize', name: 'withSmallPages' },
  );
  return store;
}

export function times<T>(count: number, task: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => task(i)));
}

export const count = <T>(all: readonly T[], wanted: T): number => all.filter((one) => one === wanted).length;

/** Counts the calls of each operation. */
export function countCalls(store: StoreClient): Record<string, number> {
  const calls: Record<string, number> = {};
  store.dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        calls[commandName] = (calls[commandName] ?? 0) + 1;
        return next(args);
      },
    { step: 'initialize', name: 'countCalls' },
  );
  return calls;
}
