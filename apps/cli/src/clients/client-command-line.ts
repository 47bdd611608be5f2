import { parseArgs } from 'node:util';
import {
  type ApiClient,
  type ClientRecord,
  isPlanLimits,
  PLAN_LIMITS_EXPECTED,
  type PlanLimits,
  SCOPES,
  type Scope,
} from '@zk-income/api-clients';
import { ClientCommandError } from './client-command-error.js';

const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 24 * 90;

export const CLIENT_COMMAND_USAGE = `npm run clients -- <list | add | rotate | plan | disable | enable> [ID] [options]

  list                  all clients: what they may, their plans, what they used this month, their keys by hash
  add ID                registers a client and prints its bearer key, this once
    --scope SCOPE       what it may do: ${SCOPES.join(', ')}; the option once for each
    --name TEXT         for people to read; the id unless given
    --source REG:NUM    the payer for whom it issues, as lei:… or vat:…; needed for the scope issue
    --plan NAME         a plan of the configuration; or numbers of its own:
    --per-minute N --burst N [--per-month N]
                        without a plan or numbers the client has the default plan, whatever that is
  rotate ID             makes a new bearer key and prints it, this once; the old one goes on for a while
    --overlap-hours N   for how long (${DEFAULT_OVERLAP_HOURS}); 0 ends it at once, for when it has leaked
  plan ID               gives the client another plan, by the options of add; the default plan without any
  disable ID            no key of the client is good for anything from now on
  enable ID             ends that

  --dry-run             says what would be done and does nothing
  --json                prints one JSON object

Which store: by the variables of the services, STORE_ENDPOINT, AWS_REGION and TABLE_PREFIX.
`;

interface Common {
  readonly dryRun: boolean;
  readonly json: boolean;
}

type Plan = ApiClient['plan'];

export type ClientCommand =
  | (Common & { readonly action: 'list' })
  | (Common & { readonly action: 'add'; readonly client: ClientRecord })
  | (Common & { readonly action: 'rotate'; readonly id: string; readonly overlapHours: number })
  | (Common & { readonly action: 'plan'; readonly id: string; readonly plan: Plan })
  | (Common & { readonly action: 'disable' | 'enable'; readonly id: string });

const OPTIONS = {
  scope: { type: 'string', multiple: true },
  name: { type: 'string' },
  source: { type: 'string' },
  plan: { type: 'string' },
  'per-minute': { type: 'string' },
  burst: { type: 'string' },
  'per-month': { type: 'string' },
  'overlap-hours': { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const COMMON = ['dry-run', 'json'];
const PLAN_OPTIONS = ['plan', 'per-minute', 'burst', 'per-month'];
const TAKES: Readonly<Record<ClientCommand['action'], readonly string[]>> = {
  list: [],
  add: ['scope', 'name', 'source', ...PLAN_OPTIONS],
  rotate: ['overlap-hours'],
  plan: PLAN_OPTIONS,
  disable: [],
  enable: [],
};

type Values = ReturnType<typeof parse>['values'];

/** @throws ClientCommandError that says what is expected */
export function parseClientCommand(args: readonly string[]): ClientCommand {
  const { values, positionals } = parse(args);
  const [action, id, ...more] = positionals;
  if (action === undefined || !isAction(action)) throw new ClientCommandError(CLIENT_COMMAND_USAGE);
  for (const option of Object.keys(values)) {
    if (![...COMMON, ...TAKES[action]].includes(option)) {
      throw new ClientCommandError(`${action} takes no --${option}.`);
    }
  }
  const common = { dryRun: values['dry-run'] ?? false, json: values.json ?? false };
  if (action === 'list') {
    if (id !== undefined) throw new ClientCommandError('list takes no ID.');
    return { ...common, action };
  }
  if (id === undefined || more.length > 0) throw new ClientCommandError(`${action}: the ID of one client.`);
  switch (action) {
    case 'add':
      return { ...common, action, client: clientOf(id, values) };
    case 'rotate':
      return { ...common, action, id, overlapHours: overlapOf(values) };
    case 'plan':
      return { ...common, action, id, plan: planOf(values) };
    default:
      return { ...common, action, id };
  }
}

const isAction = (action: string): action is ClientCommand['action'] => Object.hasOwn(TAKES, action);

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new ClientCommandError(`${(error as Error).message}\n\n${CLIENT_COMMAND_USAGE}`);
  }
}

function expect(holds: boolean, expected: string): void {
  if (!holds) throw new ClientCommandError(expected);
}

function clientOf(id: string, values: Values): ClientRecord {
  const { name = id, scope = [], source } = values;
  expect(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id),
    'ID: 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first.',
  );
  expect(/^[^\p{C}]{1,128}$/u.test(name), '--name: 1 to 128 characters.');
  expect(
    scope.length > 0 && scope.every((one) => (SCOPES as readonly string[]).includes(one)),
    `--scope: at least one of ${SCOPES.join(', ')}, the option once for each.`,
  );
  expect(
    source === undefined || /^[a-z][a-z0-9]{0,31}:[A-Za-z0-9][A-Za-z0-9 ./-]{0,63}$/.test(source),
    '--source: a register and a number, like lei:529900T8BM49AURSDO55 or vat:DE123456789.',
  );
  expect(
    !scope.includes('issue') || source !== undefined,
    '--source: who issues does so for a payer, so it is needed with --scope issue.',
  );
  const plan = planOf(values);
  return {
    id,
    name,
    scopes: [...new Set(scope)] as Scope[],
    ...(source !== undefined && { sourceId: source }),
    ...(plan !== undefined && { plan }),
  };
}

function planOf(values: Values): Plan {
  const numbers = {
    perMinute: values['per-minute'],
    burst: values.burst,
    perMonth: values['per-month'],
  };
  const given = Object.entries(numbers).filter(([, text]) => text !== undefined);
  if (given.length === 0) return values.plan;
  expect(values.plan === undefined, 'Either --plan or numbers, not both.');
  const limits: unknown = Object.fromEntries(given.map(([name, text]) => [name, numberOf(text!)]));
  expect(isPlanLimits(limits), `--per-minute, --burst, --per-month: ${PLAN_LIMITS_EXPECTED}.`);
  return limits as PlanLimits;
}

const numberOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

function overlapOf({ 'overlap-hours': text }: Values): number {
  const hours = text === undefined ? DEFAULT_OVERLAP_HOURS : numberOf(text);
  expect(
    hours >= 0 && hours <= MAX_OVERLAP_HOURS,
    `--overlap-hours: an integer from 0 to ${MAX_OVERLAP_HOURS}.`,
  );
  return hours;
}
