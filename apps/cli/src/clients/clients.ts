import {
  createStoreClient,
  DynamoApiClientRegistry,
  DynamoClientBudgetStore,
  type StoreClient,
} from '@zk-income/persistence';
import { loadConfig, StatefulServiceConfig } from '@zk-income/service-kit';
import { runClientCommand } from './client-command.js';
import { parseClientCommand } from './client-command-line.js';

/** Errors whose message is written for the operator. */
const EXPLAINED = ['ClientCommandError', 'ConfigError', 'StoreUnavailableError'];

function explain({ name, message, stack }: Error): string {
  if (message === 'Region is missing')
    return 'Set STORE_ENDPOINT, or AWS_REGION for DynamoDB on AWS, to say which store to use.';
  return EXPLAINED.includes(name) ? message : (stack ?? message);
}

/** Runs `zk-income clients` and returns the exit code. Needs permission to scan the table of clients. */
export async function clients(args: readonly string[]): Promise<number> {
  let store: StoreClient | undefined;
  try {
    const command = parseClientCommand(args);
    const config = loadConfig(StatefulServiceConfig);
    store = createStoreClient({
      endpoint: config.STORE_ENDPOINT,
      region: config.AWS_REGION,
      tablePrefix: config.TABLE_PREFIX,
    });
    const { lines, json } = await runClientCommand(command, {
      registry: new DynamoApiClientRegistry(store),
      budgets: new DynamoClientBudgetStore(store),
      plans: config.plans,
      defaultPlan: config.DEFAULT_CLIENT_PLAN,
    });
    console.log(command.json ? JSON.stringify(json) : lines.join('\n'));
    return 0;
  } catch (error) {
    console.error(explain(error as Error));
    return 1;
  } finally {
    store?.close();
  }
}
