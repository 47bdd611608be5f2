import {
  type ApiClientRegistry,
  ClientAdministration,
  ClientAdministrationError,
  type ClientBudgetStore,
  isExpired,
  limitsOfPlan,
  monthOf,
  type PlanLimits,
  type Plans,
  type RegisteredKey,
} from '@zk-income/api-clients';
import { type Clock, systemClock } from '@zk-income/credential';
import { ClientCommandError } from './client-command-error.js';
import type { ClientCommand } from './client-command-line.js';

/** What a command works on. */
export interface ClientOffice {
  readonly registry: ApiClientRegistry;
  readonly budgets: Pick<ClientBudgetStore, 'find'>;
  readonly plans: Plans;
  readonly defaultPlan: string;
  readonly clock?: Clock;
}

/** What a command says: to people, and to programs. */
export interface Report {
  readonly lines: readonly string[];
  readonly json: object;
}

type Plan = RegisteredKey['plan'];

const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** Does a command. A bearer key is in the report of the run that made it and nowhere else. */
export async function runClientCommand(command: ClientCommand, office: ClientOffice): Promise<Report> {
  const desk = new ClientAdministration(office.registry, office.clock ?? systemClock);
  assertPlan(planIn(command), office);
  try {
    return await run(command, desk, office);
  } catch (error) {
    throw error instanceof ClientAdministrationError ? ClientCommandError.from(error) : error;
  }
}

function run(command: ClientCommand, desk: ClientAdministration, office: ClientOffice): Promise<Report> {
  switch (command.action) {
    case 'list':
      return list(desk, office);
    case 'add':
      return add(command, desk, office);
    case 'rotate':
      return rotate(command, desk);
    case 'plan':
      return changePlan(command, desk, office);
    case 'disable':
    case 'enable':
      return switchClient(command, desk);
    default:
      return command satisfies never;
  }
}

/** The plan that a command gives to a client. */
function planIn(command: ClientCommand): Plan {
  if (command.action === 'add') return command.client.plan;
  return command.action === 'plan' ? command.plan : undefined;
}

function assertPlan(plan: Plan, { plans }: ClientOffice): void {
  if (plan === undefined || limitsOfPlan(plan, plans) !== undefined) return;
  throw new ClientCommandError(
    `There is no plan ${plan}. There are: ${Object.keys(plans).join(', ')}. More come from CLIENT_PLANS.`,
  );
}

function planName(plan: Plan, { plans, defaultPlan }: ClientOffice): string {
  if (plan === undefined) return `${defaultPlan} (the default)`;
  if (typeof plan !== 'string') return 'of its own';
  return limitsOfPlan(plan, plans) ? plan : `${plan} (not in CLIENT_PLANS, so ${defaultPlan})`;
}

const limitsText = ({ perMinute, burst, perMonth }: PlanLimits): string =>
  `${perMinute} a minute, ${burst} at once, ${perMonth === undefined ? 'any number' : perMonth} a month`;

const limitsJson = ({ perMinute, burst, perMonth }: PlanLimits) => ({
  per_minute: perMinute,
  burst,
  per_month: perMonth ?? null,
});

/** What the services will go by. */
const limitsOf = (plan: Plan, { plans, defaultPlan }: ClientOffice): PlanLimits =>
  limitsOfPlan(plan ?? defaultPlan, plans) ?? plans[defaultPlan]!;

async function list(desk: ClientAdministration, office: ClientOffice): Promise<Report> {
  const clients = [...(await desk.list())];
  const month = monthOf(desk.now * 1_000_000);
  const reports = await Promise.all(
    clients.map(async ([id, keys]) => {
      const budget = await office.budgets.find(id);
      return describeClient(keys, budget?.month === month ? budget.used : 0, desk.now, office);
    }),
  );
  return {
    lines: clients.length === 0 ? ['No clients are registered.'] : reports.flatMap(({ lines }) => lines),
    json: { clients: reports.map(({ json }) => json) },
  };
}

function describeClient(
  keys: readonly RegisteredKey[],
  used: number,
  now: number,
  office: ClientOffice,
): Report {
  const { id, name, scopes, sourceId, plan } = keys[0]!;
  const limits = limitsOf(plan, office);
  const disabledAt = keys.find((key) => key.disabledAt !== undefined)?.disabledAt;
  const createdAt = keys.find((key) => key.createdAt !== undefined)?.createdAt;
  const source = sourceId === undefined ? '' : `, for ${sourceId}`;
  return {
    lines: [
      `${id}${disabledAt === undefined ? '' : `  DISABLED since ${time(disabledAt)}`}  ${name}`,
      `    may ${scopes.join(', ') || 'nothing'}${source}`,
      `    plan ${planName(plan, office)}: ${limitsText(limits)}; ${used} used this month`,
      ...keys.map((key) => `    key  ${describeKey(key, now)}`),
    ],
    json: {
      id,
      name,
      scopes,
      source_id: sourceId ?? null,
      plan: typeof plan === 'string' ? plan : plan === undefined ? office.defaultPlan : null,
      limits: limitsJson(limits),
      used_this_month: used,
      created_at: createdAt === undefined ? null : time(createdAt),
      disabled_at: disabledAt === undefined ? null : time(disabledAt),
      keys: keys.map(({ keyHash, rotatedAt, expiresAt }) => ({
        hash: keyHash,
        rotated_at: rotatedAt === undefined ? null : time(rotatedAt),
        expires_at: expiresAt === undefined ? null : time(expiresAt),
      })),
    },
  };
}

function describeKey(key: RegisteredKey, now: number): string {
  const { keyHash, createdAt, rotatedAt = createdAt, expiresAt } = key;
  const made = rotatedAt === undefined ? 'made at an unknown time' : `made ${time(rotatedAt)}`;
  const until =
    expiresAt === undefined ? '' : `, ${isExpired(key, now) ? 'expired' : 'good until'} ${time(expiresAt)}`;
  return `${keyHash.slice(0, 8)}…  ${made}${until}`;
}

type CommandOf<Action> = Extract<ClientCommand, { readonly action: Action }>;

async function add(
  { client, dryRun }: CommandOf<'add'>,
  desk: ClientAdministration,
  office: ClientOffice,
): Promise<Report> {
  const { id, name, scopes, sourceId, plan } = client;
  const limits = limitsOf(plan, office);
  const what = `${id} with the plan ${planName(plan, office)}: ${limitsText(limits)}`;
  const json = { id, name, scopes, source_id: sourceId ?? null, limits: limitsJson(limits) };
  if (dryRun) {
    await desk.assertFree(id);
    return { lines: [`Would register the client ${what}.`], json: { dry_run: true, client: json } };
  }
  const key = await desk.add(client);
  return {
    lines: [`Registered the client ${what}.`, ...keyLines(key)],
    json: { client: json, bearer_key: key },
  };
}

const keyLines = (key: string): string[] => ['Its bearer key, shown this once and kept nowhere:', key];

async function rotate(
  { id, overlapHours, dryRun }: CommandOf<'rotate'>,
  desk: ClientAdministration,
): Promise<Report> {
  const expiresAt = desk.now + overlapHours * 3_600;
  const until = overlapHours === 0 ? 'at once' : `at ${time(expiresAt)}`;
  if (dryRun) {
    const { unexpired } = await desk.assertRotatable(id);
    return {
      lines: [`Would make a new key for ${id}; ${unexpired.length} that it has would end ${until}.`],
      json: { dry_run: true, id, old_keys_expire_at: time(expiresAt) },
    };
  }
  const key = await desk.rotate(id, expiresAt);
  return {
    lines: [`Made a new key for ${id}; what it had before ends ${until}.`, ...keyLines(key)],
    json: { id, bearer_key: key, old_keys_expire_at: time(expiresAt) },
  };
}

async function changePlan(
  { id, plan, dryRun }: CommandOf<'plan'>,
  desk: ClientAdministration,
  office: ClientOffice,
): Promise<Report> {
  await desk.keysOf(id);
  const limits = limitsOf(plan, office);
  if (!dryRun) await desk.setPlan(id, plan);
  const what = `the plan ${planName(plan, office)}: ${limitsText(limits)}`;
  return {
    lines: [dryRun ? `Would give ${id} ${what}.` : `${id} has ${what}.`],
    json: { ...(dryRun && { dry_run: true }), id, limits: limitsJson(limits) },
  };
}

async function switchClient(
  { action, id, dryRun }: CommandOf<'disable' | 'enable'>,
  desk: ClientAdministration,
): Promise<Report> {
  const keys = await desk.keysOf(id);
  if (!dryRun) await desk[action](id);
  const count = `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`;
  const [done, planned] =
    action === 'disable'
      ? [
          `${id} is disabled: none of its ${count} is good for anything from now on.`,
          `disable ${id} with ${count}`,
        ]
      : [`${id} may call again, with the keys that have not expired.`, `enable ${id} with ${count}`];
  return {
    lines: [dryRun ? `Would ${planned}.` : done],
    json: { ...(dryRun && { dry_run: true }), id, disabled: action === 'disable' },
  };
}
