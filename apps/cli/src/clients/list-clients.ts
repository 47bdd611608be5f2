import { type ClientAdministration, isExpired, monthOf, type RegisteredKey } from '@zk-income/api-clients';
import { parseSourceId } from '@zk-income/credential';
import { isoTime, isoTimeOrNull } from '../iso-time.js';
import type { Result } from '../result.js';
import type { ClientStores } from './client-actions.js';
import { enforcedLimits, limitsJson, type PlanSettings, planText } from './plan-summary.js';

/** A client with its keys, the newest first, and what it used this month. */
interface ListedClient {
  readonly keys: readonly RegisteredKey[];
  readonly used: number;
}

/** Every client with its scopes, plan, usage of this month, and keys by hash. */
export async function listClients(
  administration: ClientAdministration,
  stores: ClientStores,
): Promise<Result> {
  const { now } = administration;
  const month = monthOf(now * 1_000_000);
  const clients = await Promise.all(
    [...(await administration.list())].map(async ([id, keys]): Promise<ListedClient> => {
      const budget = await stores.budgets.find(id);
      return { keys, used: budget?.month === month ? budget.used : 0 };
    }),
  );
  return {
    lines:
      clients.length === 0
        ? ['No clients are registered.']
        : clients.flatMap((client) => clientLines(client, stores, now)),
    json: { clients: clients.map((client) => clientJson(client, stores)) },
  };
}

function clientLines({ keys, used }: ListedClient, settings: PlanSettings, now: number): string[] {
  const { id, name, scopes, sourceId, plan } = keys[0]!;
  const { disabledAt } = findTimes(keys);
  const disabled = disabledAt === undefined ? '' : `  DISABLED since ${isoTime(disabledAt)}`;
  const source = sourceId === undefined ? '' : ` (source ${sourceText(sourceId)})`;
  return [
    `${id}${disabled}  ${name}`,
    `    scopes: ${scopes.join(', ') || 'none'}${source}`,
    `    ${planText(plan, settings)}; ${used} used this month`,
    ...keys.map((key) => `    key  ${keyText(key, now)}`),
  ];
}

/** Version 0.1.0 registered payers in any spelling, and in any register. */
function sourceText(registered: string): string {
  const { sourceId, expected } = parseSourceId(registered);
  if (expected !== undefined) return `${registered}, INVALID: expected ${expected}`;
  return sourceId === registered ? registered : `${registered}, issues as ${sourceId}`;
}

function keyText(key: RegisteredKey, now: number): string {
  const { keyHash, createdAt, rotatedAt = createdAt, expiresAt } = key;
  const created = rotatedAt === undefined ? 'created at an unknown time' : `created ${isoTime(rotatedAt)}`;
  const expiry =
    expiresAt === undefined ? '' : `, ${isExpired(key, now) ? 'expired' : 'expires'} ${isoTime(expiresAt)}`;
  return `${keyHash.slice(0, 8)}…  ${created}${expiry}`;
}

function clientJson({ keys, used }: ListedClient, settings: PlanSettings): object {
  const { id, name, scopes, sourceId, plan = settings.defaultPlan } = keys[0]!;
  const { createdAt, disabledAt } = findTimes(keys);
  return {
    id,
    name,
    scopes,
    source_id: sourceId ?? null,
    plan: typeof plan === 'string' ? plan : null,
    limits: limitsJson(enforcedLimits(plan, settings)),
    used_this_month: used,
    created_at: isoTimeOrNull(createdAt),
    disabled_at: isoTimeOrNull(disabledAt),
    keys: keys.map(({ keyHash, rotatedAt, expiresAt }) => ({
      hash: keyHash,
      rotated_at: isoTimeOrNull(rotatedAt),
      expires_at: isoTimeOrNull(expiresAt),
    })),
  };
}

const findTimes = (keys: readonly RegisteredKey[]) => ({
  createdAt: keys.find((key) => key.createdAt !== undefined)?.createdAt,
  disabledAt: keys.find((key) => key.disabledAt !== undefined)?.disabledAt,
});
