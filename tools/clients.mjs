// `npm run clients -- list|add|rotate|plan|disable|enable`: looks after API clients in whichever store the
// configuration names. Needs the right to read the whole table of clients, which services do not have.
import {
  createStoreClient,
  DynamoApiClientRegistry,
  DynamoClientBudgetStore,
} from '../dist/libs/persistence/src/index.js';
import {
  loadConfig,
  parseClientCommand,
  runClientCommand,
  StatefulServiceConfig,
} from '../dist/libs/service-kit/src/index.js';

// Else the SDK prints a page about versions of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Errors whose message is written for whoever runs this. */
const EXPLAINED = ['ClientCommandError', 'ConfigError', 'StoreUnavailableError'];

const explain = ({ name, message, stack }) => {
  if (message === 'Region is missing')
    return 'Which store? Set STORE_ENDPOINT, or AWS_REGION for DynamoDB in AWS.';
  return EXPLAINED.includes(name) ? message : stack;
};

let store;
try {
  const command = parseClientCommand(process.argv.slice(2));
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
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  store?.close();
}
