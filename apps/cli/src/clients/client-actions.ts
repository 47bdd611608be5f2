import type {
  ApiClientRegistry,
  ClientAdministration,
  ClientBudgetStore,
  ClientRecord,
} from '@zk-income/api-clients';
import { isoTime } from '../iso-time.js';
import type { Result } from '../result.js';
import {
  assertPlan,
  enforcedLimits,
  limitsJson,
  type Plan,
  type PlanSettings,
  planText,
} from './plan-summary.js';

/** The stores of API clients, and the plans that the services know. */
export interface ClientStores extends PlanSettings {
  readonly registry: ApiClientRegistry;
  readonly budgets: Pick<ClientBudgetStore, 'find'>;
  close(): void;
}

interface Target {
  readonly id: string;
  readonly dryRun: boolean;
}

const SECONDS_PER_HOUR = 3_600;

/** The only output that contains an API key is that of the run that created it. */
const keyLines = (key: string): string[] => ['API key (not stored, not shown again):', key];

export async function addClient(
  client: ClientRecord,
  dryRun: boolean,
  administration: ClientAdministration,
  settings: PlanSettings,
): Promise<Result> {
  const { id, name, scopes, sourceId, plan } = client;
  assertPlan(plan, settings);
  const payer = sourceId === undefined ? '' : ` for the payer ${sourceId}`;
  const what = `client ${id}${payer} with ${planText(plan, settings)}.`;
  const limits = limitsJson(enforcedLimits(plan, settings));
  const json = { id, name, scopes, source_id: sourceId ?? null, limits };
  if (dryRun) {
    await administration.assertFree(id);
    return { lines: [`Would register ${what}`], json: { dry_run: true, client: json } };
  }
  const key = await administration.add(client);
  return {
    lines: [`Registered ${what}`, ...keyLines(key)],
    json: { client: json, bearer_key: key },
  };
}

export async function rotateKey(
  { id, overlapHours, dryRun }: Target & { readonly overlapHours: number },
  administration: ClientAdministration,
): Promise<Result> {
  const expiresAt = administration.now + overlapHours * SECONDS_PER_HOUR;
  const when = overlapHours === 0 ? 'at once' : `at ${isoTime(expiresAt)}`;
  const json = { id, old_keys_expire_at: isoTime(expiresAt) };
  if (dryRun) {
    const { unexpired } = await administration.assertRotatable(id);
    return {
      lines: [`Would create a new key for ${id}. Old keys that would expire ${when}: ${unexpired.length}.`],
      json: { dry_run: true, ...json },
    };
  }
  const key = await administration.rotate(id, expiresAt);
  return {
    lines: [`Created a new key for ${id}. The old keys expire ${when}.`, ...keyLines(key)],
    json: { ...json, bearer_key: key },
  };
}

export async function changePlan(
  { id, plan, dryRun }: Target & { readonly plan: Plan },
  administration: ClientAdministration,
  settings: PlanSettings,
): Promise<Result> {
  assertPlan(plan, settings);
  await administration.keysOf(id);
  if (!dryRun) await administration.setPlan(id, plan);
  return {
    lines: [`${dryRun ? 'Would set' : 'Set'} the plan of ${id} to ${planText(plan, settings)}.`],
    json: { ...(dryRun && { dry_run: true }), id, limits: limitsJson(enforcedLimits(plan, settings)) },
  };
}

export async function changeSource(
  { id, source, dryRun }: Target & { readonly source: string },
  administration: ClientAdministration,
): Promise<Result> {
  const { sourceId: previous } = (await administration.keysOf(id))[0]!;
  if (!dryRun) await administration.setSource(id, source);
  return {
    lines: [`${dryRun ? 'Would set' : 'Set'} the payer of ${id} to ${source}.`],
    json: { ...(dryRun && { dry_run: true }), id, source_id: source, previous_source_id: previous ?? null },
  };
}

export async function disableClient(
  { id, dryRun }: Target,
  administration: ClientAdministration,
): Promise<Result> {
  const count = countText((await administration.keysOf(id)).length);
  if (!dryRun) await administration.disable(id);
  return {
    lines: [
      dryRun
        ? `Would disable client ${id} with ${count}.`
        : `Disabled client ${id}. The services reject its ${count}.`,
    ],
    json: { ...(dryRun && { dry_run: true }), id, disabled: true },
  };
}

export async function enableClient(
  { id, dryRun }: Target,
  administration: ClientAdministration,
): Promise<Result> {
  const count = countText((await administration.keysOf(id)).length);
  if (!dryRun) await administration.enable(id);
  return {
    lines: [
      dryRun
        ? `Would enable client ${id} with ${count}.`
        : `Enabled client ${id}. The services accept its keys that have not expired.`,
    ],
    json: { ...(dryRun && { dry_run: true }), id, disabled: false },
  };
}

const countText = (count: number): string => `${count} ${count === 1 ? 'key' : 'keys'}`;
