import type { PlanLimits } from './plan.js';

/**
 * How much of its plan a client has used. The bucket is kept as the moment at which it is full again: each request
 * moves that by the time in which one request flows back, and a bucket that was full starts from now.
 */
export interface ClientBudget {
  /** Microseconds since the epoch. */
  readonly fullAt: number;
  /** `2026-11`, of UTC: the month that `used` counts. */
  readonly month: string;
  readonly used: number;
}

const MINUTE_MICROS = 60_000_000;

/** Microseconds in which one request flows back; rounded up, so never sooner than the plan says. */
export const microsPerRequest = ({ perMinute }: PlanLimits): number => Math.ceil(MINUTE_MICROS / perMinute);

/** Microseconds in which an empty bucket fills. */
export const microsToFill = (limits: PlanLimits): number => limits.burst * microsPerRequest(limits);

/** The month of a time (microseconds), as a budget names it. */
export const monthOf = (now: number): string => new Date(now / 1000).toISOString().slice(0, 7);

/** When a month begins, or the one that is `offset` months later; microseconds since the epoch. */
export function monthStart(month: string, offset = 0): number {
  const [year, number] = month.split('-').map(Number);
  return Date.UTC(year!, number! - 1 + offset) * 1000;
}

/** The month that counts: a clock that is behind those of others counts into theirs. */
export function countedMonth(budget: ClientBudget | undefined, now: number): string {
  const month = monthOf(now);
  return budget !== undefined && budget.month > month ? budget.month : month;
}

const usedIn = (month: string, budget: ClientBudget | undefined): number =>
  budget?.month === month ? budget.used : 0;

/** How many requests the bucket has at a time (microseconds). */
export function leftByRate(budget: ClientBudget | undefined, limits: PlanLimits, now: number): number {
  const missing = Math.max((budget?.fullAt ?? 0) - now, 0);
  return Math.max(Math.floor((microsToFill(limits) - missing) / microsPerRequest(limits)), 0);
}

/** How many requests the month has; infinite for a plan that does not count months. */
export function leftByMonth(budget: ClientBudget | undefined, limits: PlanLimits, now: number): number {
  if (limits.perMonth === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(limits.perMonth - usedIn(countedMonth(budget, now), budget), 0);
}

/** How many requests a client may make at once at a time (microseconds). */
export const leftOf = (budget: ClientBudget | undefined, limits: PlanLimits, now: number): number =>
  Math.min(leftByRate(budget, limits, now), leftByMonth(budget, limits, now));

/** The budget after `count` requests; the caller has seen that they are there. */
export function spend(
  budget: ClientBudget | undefined,
  count: number,
  limits: PlanLimits,
  now: number,
): ClientBudget {
  const month = countedMonth(budget, now);
  return {
    fullAt: Math.max(budget?.fullAt ?? 0, now) + count * microsPerRequest(limits),
    month,
    used: usedIn(month, budget) + count,
  };
}

/** Microseconds until the bucket has a request (again, or one more than now). */
export function untilMore(budget: ClientBudget, limits: PlanLimits, now: number): number {
  const wanted = leftByRate(budget, limits, now) + 1;
  return Math.max(budget.fullAt - now - microsToFill(limits) + wanted * microsPerRequest(limits), 0);
}
