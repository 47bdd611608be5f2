import type { StoreClient } from '../store-client.js';

/** The store executes the next call of a command, but its response is lost, so that the SDK retries the call. */
export function loseNextResponse(client: StoreClient, command: string): StoreClient {
  let lost = false;
  client.dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const output = await next(args);
      if (lost || context.commandName !== command) return output;
      lost = true;
      throw Object.assign(new Error('The response was lost.'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'low', name: 'loseNextResponse' },
  );
  return client;
}

/** Runs an action just before the next call of a command is sent. */
export function beforeNext(
  client: StoreClient,
  command: string,
  action: () => Promise<unknown>,
): StoreClient {
  let done = false;
  client.dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (!done && context.commandName === command) {
        done = true;
        await action();
      }
      return next(args);
    },
    { step: 'initialize', name: 'beforeNext' },
  );
  return client;
}

/** Limits the pages of queries and scans to two items. */
export function limitPageSize(client: StoreClient): StoreClient {
  client.dynamo.middlewareStack.add(
    (next, context) => (args) => {
      if (/^(Query|Scan)Command$/.test(context.commandName ?? '')) Object.assign(args.input, { Limit: 2 });
      return next(args);
    },
    { step: 'initialize', name: 'limitPageSize' },
  );
  return client;
}

/** Counts the calls of each command from here on. */
export function countCalls(client: StoreClient): Record<string, number> {
  const calls: Record<string, number> = {};
  client.dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        calls[commandName] = (calls[commandName] ?? 0) + 1;
        return next(args);
      },
    { step: 'initialize', name: 'countCalls' },
  );
  return calls;
}
