/** What a client may use: a bucket of `burst` requests that fills again at `perMinute`, and a number a month. */
export interface PlanLimits {
  readonly perMinute: number;
  readonly burst: number;
  /** In a calendar month of UTC; absent where months are not counted against a client. */
  readonly perMonth?: number;
}

/** Plans by name. */
export type Plans = Readonly<Record<string, PlanLimits>>;

/** The plans that are there without any configuration. */
export const BUILT_IN_PLANS = {
  free: { perMinute: 60, burst: 20, perMonth: 1_000 },
  standard: { perMinute: 600, burst: 100, perMonth: 100_000 },
  premium: { perMinute: 6_000, burst: 1_000, perMonth: 5_000_000 },
  internal: { perMinute: 60_000, burst: 10_000 },
} as const satisfies Plans;

/** A thousand a second: as many writes as the store takes for one item, if each request costs one. */
export const MAX_PER_MINUTE = 60_000;
const MAX_BURST = 100_000;
const MAX_PER_MONTH = 1_000_000_000_000;

const isIntegerTo = (max: number, value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max;

/** What `isPlanLimits` takes, in words. */
export const PLAN_LIMITS_EXPECTED =
  `perMinute from 1 to ${MAX_PER_MINUTE}, burst from 1 to ${MAX_BURST} and not more than a day's worth, ` +
  `perMonth from 1 to ${MAX_PER_MONTH} or left out`;

const MINUTES_OF_A_DAY = 1_440;

export function isPlanLimits(value: unknown): value is PlanLimits {
  if (typeof value !== 'object' || value === null) return false;
  const { perMinute, burst, perMonth, ...more } = value as Record<string, unknown>;
  return (
    isIntegerTo(MAX_PER_MINUTE, perMinute) &&
    isIntegerTo(MAX_BURST, burst) &&
    burst <= perMinute * MINUTES_OF_A_DAY &&
    (perMonth === undefined || isIntegerTo(MAX_PER_MONTH, perMonth)) &&
    Object.keys(more).length === 0
  );
}

/** A name of 1 to 32 of a-z, 0-9 and -, which starts with a letter. */
export const isPlanName = (name: unknown): name is string =>
  typeof name === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(name);
