import { ClientAdministration, SCOPES } from '@zk-income/api-clients';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.js';
import { dryRunOption, integer, jsonOption } from '../options.js';
import type { Execute, Result } from '../result.js';
import { explainAdministrationError } from './administration-error.js';
import {
  addClient,
  type ClientStores,
  changePlan,
  changeSource,
  disableClient,
  enableClient,
  rotateKey,
} from './client-actions.js';
import {
  type AddOptions,
  clientOf,
  type PlanOptions,
  parseId,
  parseName,
  parseScope,
  parseSource,
  planOf,
} from './client-options.js';
import { listClients } from './list-clients.js';

const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 24 * 90;

interface CommonOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

type Action = (administration: ClientAdministration, stores: ClientStores) => Promise<Result>;
type Run = (options: CommonOptions, action: Action) => Promise<void>;

const HELP = `
STORE_ENDPOINT, AWS_REGION and TABLE_PREFIX select the store, as for the services. CLIENT_PLANS adds plans.`;

/** The limits are checked together, see `planOf`. */
const limit = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected an integer.');
  return Number(text);
};

const addPlanOptions = (command: Command): Command =>
  command
    .option('--plan <name>', 'name of a configured plan; without a plan option: the default plan')
    .option('--per-minute <requests>', 'custom rate limit: requests per minute', limit)
    .option('--burst <requests>', 'custom burst size', limit)
    .option('--per-month <requests>', 'custom monthly quota (UTC); optional', limit);

/** `zk-income clients` */
export function defineClients(clients: Command, execute: Execute, context: Context): void {
  const run: Run = (options, action) =>
    execute(options, async () => {
      const stores = await context.openClientStores();
      try {
        return await action(new ClientAdministration(stores.registry, context.clock), stores);
      } catch (error) {
        throw explainAdministrationError(error);
      } finally {
        stores.close();
      }
    });
  clients.addHelpText('after', HELP);
  defineList(clients.command('list'), run);
  defineAdd(clients.command('add'), run);
  defineRotate(clients.command('rotate'), run);
  definePlan(clients.command('plan'), run);
  defineSource(clients.command('source'), run);
  defineSwitch(
    clients.command('disable').description('reject all keys of a client until it is enabled'),
    run,
    disableClient,
  );
  defineSwitch(
    clients.command('enable').description('accept the keys of a disabled client again'),
    run,
    enableClient,
  );
}

function defineList(list: Command, run: Run): void {
  list
    .description('list all clients with scopes, plan, usage of this month, and keys by hash')
    .addOption(dryRunOption().hideHelp())
    .addOption(jsonOption())
    .action((options: CommonOptions) => run(options, listClients));
}

function defineAdd(add: Command, run: Run): void {
  add
    .description('register a client and print its API key, which is not shown again')
    .argument('<id>', 'id of the client', parseId)
    .addOption(
      new Option('--scope <scope>', `permission: ${SCOPES.join(', ')}; repeat the option for several`)
        .argParser(parseScope)
        .makeOptionMandatory(),
    )
    .option('--name <text>', 'display name (default: the id)', parseName)
    .option(
      '--source <register:number>',
      'payer for whom the client issues, required for the scope issue',
      parseSource,
    );
  addPlanOptions(add)
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((id: string, options: CommonOptions & AddOptions) => {
      const client = clientOf(id, options);
      return run(options, (administration, stores) =>
        addClient(client, options.dryRun ?? false, administration, stores),
      );
    });
}

function defineRotate(rotate: Command, run: Run): void {
  rotate
    .description('create a new API key and print it; the old key stays valid for --overlap-hours')
    .argument('<id>', 'id of the client')
    .addOption(
      new Option(
        '--overlap-hours <hours>',
        'hours for which the old key stays valid; 0 expires it immediately, for a leaked key',
      )
        .default(DEFAULT_OVERLAP_HOURS)
        .argParser(integer(0, MAX_OVERLAP_HOURS)),
    )
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((id: string, options: CommonOptions & { readonly overlapHours: number }) => {
      const { overlapHours, dryRun = false } = options;
      return run(options, (administration) => rotateKey({ id, overlapHours, dryRun }, administration));
    });
}

function definePlan(command: Command, run: Run): void {
  command
    .description('change the plan of a client; without a plan option, set the default plan')
    .argument('<id>', 'id of the client');
  addPlanOptions(command)
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((id: string, options: CommonOptions & PlanOptions) => {
      const plan = planOf(options);
      return run(options, (administration, stores) =>
        changePlan({ id, plan, dryRun: options.dryRun ?? false }, administration, stores),
      );
    });
}

function defineSource(command: Command, run: Run): void {
  command
    .description('change the payer for whom a client issues; credentials that it issued keep the old one')
    .argument('<id>', 'id of the client')
    .argument('<register:number>', 'payer for whom the client issues', parseSource)
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((id: string, source: string, options: CommonOptions) =>
      run(options, (administration) =>
        changeSource({ id, source, dryRun: options.dryRun ?? false }, administration),
      ),
    );
}

function defineSwitch(command: Command, run: Run, action: typeof disableClient): void {
  command
    .argument('<id>', 'id of the client')
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((id: string, options: CommonOptions) =>
      run(options, (administration) => action({ id, dryRun: options.dryRun ?? false }, administration)),
    );
}
