import type { PlanLimits } from './plan.js';

/**
 * What a client has used of its plan. The token bucket is stored as in GCRA, by the theoretical arrival time (TAT): the
 * time at which the bucket is full again. Each request moves it by one emission interval, starting from now if the
 * bucket was full.
 */
export interface ClientBudget {
  /** Theoretical arrival time, in microseconds since the epoch. */
  readonly tat: number;
  /** The month of UTC that `used` counts, e.g. `2026-11`. */
  readonly month: string;
  readonly used: number;
}

const MINUTE_MICROS = 60_000_000;
/** The largest clock difference between healthy replicas. */
const MAX_CLOCK_SKEW_MICROS = 5_000_000;

/** The emission interval in microseconds, rounded up, so that it never exceeds the plan's rate. */
export const emissionInterval = ({ perMinute }: PlanLimits): number => Math.ceil(MINUTE_MICROS / perMinute);

/** Microseconds in which an empty bucket fills. */
export const microsToFill = (limits: PlanLimits): number => limits.burst * emissionInterval(limits);

/** The month of UTC of a time in microseconds, e.g. `2026-11`. */
export const monthOf = (now: number): string => new Date(now / 1000).toISOString().slice(0, 7);

/** The first microsecond of a month, or of the month `offset` months later. */
export function monthStart(month: string, offset = 0): number {
  const [year, number] = month.split('-').map(Number);
  return Date.UTC(year!, number! - 1 + offset) * 1000;
}

/** The month to count in: the later of the budget's and the clock's, as a replica's clock may be behind. */
export function countedMonth(budget: ClientBudget | undefined, now: number): string {
  const month = monthOf(now);
  return budget !== undefined && budget.month > month ? budget.month : month;
}

/** What a budget counts as used in a month. */
export const usedIn = (month: string, budget: ClientBudget | undefined): number =>
  budget?.month === month ? budget.used : 0;

/** Requests that the bucket holds at `now` (microseconds). */
export function remainingInBucket(budget: ClientBudget | undefined, limits: PlanLimits, now: number): number {
  const missing = Math.max((budget?.tat ?? 0) - now, 0);
  return Math.max(Math.floor((microsToFill(limits) - missing) / emissionInterval(limits)), 0);
}

/** Requests that remain in the month; infinite for a plan without a monthly quota. */
export function remainingInMonth(budget: ClientBudget | undefined, limits: PlanLimits, now: number): number {
  if (limits.perMonth === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(limits.perMonth - usedIn(countedMonth(budget, now), budget), 0);
}

/** Requests that a client may make at once at `now` (microseconds). */
export const remainingRequests = (
  budget: ClientBudget | undefined,
  limits: PlanLimits,
  now: number,
): number => Math.min(remainingInBucket(budget, limits, now), remainingInMonth(budget, limits, now));

/** Microseconds until the bucket holds one request more than now. */
export function microsUntilNextRequest(budget: ClientBudget, limits: PlanLimits, now: number): number {
  const wanted = remainingInBucket(budget, limits, now) + 1;
  return Math.max(budget.tat - now - microsToFill(limits) + wanted * emissionInterval(limits), 0);
}

/**
 * The same budget, with its TAT cut to the latest possible one. A bucket that was emptied under a slower plan, or by a
 * clock far ahead, may have a TAT far in the future, and would stay empty longer than the present limits say. A
 * difference within the clock skew stays: otherwise each rejection by a replica whose clock is behind would return
 * requests to one whose clock is ahead.
 */
export function limitTat(budget: ClientBudget, limits: PlanLimits, now: number): ClientBudget {
  const latest = now + microsToFill(limits);
  return budget.tat > latest + MAX_CLOCK_SKEW_MICROS ? { ...budget, tat: latest } : budget;
}
