/** Rate limit and quota of a client: a token bucket of `burst` requests, refilled at `perMinute`, and a monthly quota. */
export interface PlanLimits {
  readonly perMinute: number;
  readonly burst: number;
  /** Requests in a calendar month of UTC; absent for a plan without a monthly quota. */
  readonly perMonth?: number;
}

/** Plans by name. */
export type Plans = Readonly<Record<string, PlanLimits>>;

/** The plans that exist without configuration. */
export const BUILT_IN_PLANS = {
  free: { perMinute: 60, burst: 20, perMonth: 1_000 },
  standard: { perMinute: 600, burst: 100, perMonth: 100_000 },
  premium: { perMinute: 6_000, burst: 1_000, perMonth: 5_000_000 },
  internal: { perMinute: 60_000, burst: 10_000 },
} as const satisfies Plans;

/** 1,000 requests a second: DynamoDB's write limit for one item, as each request may cost one write. */
export const MAX_PER_MINUTE = 60_000;
const MAX_BURST = 100_000;
const MAX_PER_MONTH = 1_000_000_000_000;

const isIntegerTo = (max: number, value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max;

/** The limits that `isPlanLimits` accepts, for error messages. */
export const PLAN_LIMITS_EXPECTED =
  `perMinute from 1 to ${MAX_PER_MINUTE}, burst from 1 to ${MAX_BURST} and no more than a day refills, ` +
  `perMonth from 1 to ${MAX_PER_MONTH} or absent`;

const MINUTES_PER_DAY = 1_440;

export function isPlanLimits(value: unknown): value is PlanLimits {
  if (typeof value !== 'object' || value === null) return false;
  const { perMinute, burst, perMonth, ...more } = value as Record<string, unknown>;
  return (
    isIntegerTo(MAX_PER_MINUTE, perMinute) &&
    isIntegerTo(MAX_BURST, burst) &&
    burst <= perMinute * MINUTES_PER_DAY &&
    (perMonth === undefined || isIntegerTo(MAX_PER_MONTH, perMonth)) &&
    Object.keys(more).length === 0
  );
}

/** Whether a value is a plan name: 1 to 32 of a-z, 0-9 and -, starting with a letter. */
export const isPlanName = (name: unknown): name is string =>
  typeof name === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(name);
