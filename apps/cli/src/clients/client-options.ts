import {
  type ClientRecord,
  isPlanLimits,
  PLAN_LIMITS_EXPECTED,
  SCOPES,
  type Scope,
} from '@zk-income/api-clients';
import { parseSourceId } from '@zk-income/credential';
import { InvalidArgumentError } from 'commander';
import { CommandError, EXIT_CODE } from '../errors.js';
import type { Plan } from './plan-summary.js';

export interface PlanOptions {
  readonly plan?: string;
  readonly perMinute?: number;
  readonly burst?: number;
  readonly perMonth?: number;
}

export interface AddOptions extends PlanOptions {
  readonly scope: readonly Scope[];
  readonly name?: string;
  readonly source?: string;
}

const matching = (pattern: RegExp, expected: string) => (text: string) => {
  if (!pattern.test(text)) throw new InvalidArgumentError(`Expected ${expected}.`);
  return text;
};

export const parseId = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 of A-Z a-z 0-9 . _ -, starting with a letter or digit',
);
export const parseName = matching(/^[^\p{C}]{1,128}$/u, '1 to 128 printable characters');

/** The canonical form of a payer. */
export function parseSource(text: string): string {
  const { sourceId, expected } = parseSourceId(text);
  if (sourceId === undefined) throw new InvalidArgumentError(`Expected ${expected}.`);
  return sourceId;
}

const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/** Adds one more scope. */
export function parseScope(text: string, previous: readonly Scope[] = []): readonly Scope[] {
  if (!isScope(text)) throw new InvalidArgumentError(`Expected one of ${SCOPES.join(', ')}.`);
  return [...new Set([...previous, text])];
}

const wrongUsage = (message: string) => new CommandError(`error: ${message}`, EXIT_CODE.wrongUsage);

/** The named plan, the limits given as numbers, or undefined for the default plan. */
export function planOf({ plan, perMinute, burst, perMonth }: PlanOptions): Plan {
  const given = Object.entries({ perMinute, burst, perMonth }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return plan;
  if (plan !== undefined) throw wrongUsage('--plan cannot be used with --per-minute, --burst or --per-month');
  const limits: unknown = Object.fromEntries(given);
  if (!isPlanLimits(limits))
    throw wrongUsage(`--per-minute, --burst, --per-month: expected ${PLAN_LIMITS_EXPECTED}`);
  return limits;
}

export function clientOf(id: string, options: AddOptions): ClientRecord {
  const { name = id, scope: scopes, source } = options;
  if (scopes.includes('issue') && source === undefined)
    throw wrongUsage('--scope issue requires --source, the payer for whom the client issues');
  const plan = planOf(options);
  return {
    id,
    name,
    scopes,
    ...(source !== undefined && { sourceId: source }),
    ...(plan !== undefined && { plan }),
  };
}
