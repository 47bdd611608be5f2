import {
  type ClientBudget,
  microsToFill,
  microsUntilNextRequest,
  monthStart,
  remainingInBucket,
  remainingInMonth,
} from './budget.js';
import type { PlanLimits } from './plan.js';

/** The names of a plan's two quota policies, in headers and problem details. */
export type PolicyName = 'rate' | 'month';

const seconds = (micros: number): number => Math.max(Math.ceil(micros / 1_000_000), 1);

const item = (name: PolicyName, parameters: Readonly<Record<string, number | undefined>>): string =>
  `"${name}"${Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `;${key}=${value}`)
    .join('')}`;

const untilNextMonth = ({ month }: ClientBudget, now: number): number => seconds(monthStart(month, 1) - now);

/** The policies without remaining requests at `now` (microseconds). */
export const exhaustedPolicies = (
  budget: ClientBudget,
  limits: PlanLimits,
  now: number,
): readonly PolicyName[] => [
  ...(remainingInBucket(budget, limits, now) === 0 ? (['rate'] as const) : []),
  ...(remainingInMonth(budget, limits, now) === 0 ? (['month'] as const) : []),
];

/** `Retry-After` in seconds: until every exhausted policy allows a request again. */
export const retryAfterSeconds = (
  policies: readonly PolicyName[],
  budget: ClientBudget,
  limits: PlanLimits,
  now: number,
): number =>
  policies.includes('month')
    ? untilNextMonth(budget, now)
    : seconds(microsUntilNextRequest(budget, limits, now));

/**
 * The fields `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-11. The policy `rate` is a
 * bucket: its quota is the burst, its window the seconds in which the bucket fills. The policy `month` is a calendar
 * month of UTC.
 */
export function rateLimitHeaders(
  budget: ClientBudget,
  limits: PlanLimits,
  now: number,
): Readonly<Record<string, string>> {
  const { burst, perMonth } = limits;
  const byRate = remainingInBucket(budget, limits, now);
  const policies = [item('rate', { q: burst, w: seconds(microsToFill(limits)) })];
  const remaining = [
    item('rate', {
      r: byRate,
      t: byRate < burst ? seconds(microsUntilNextRequest(budget, limits, now)) : undefined,
    }),
  ];
  if (perMonth !== undefined) {
    const { month } = budget;
    policies.push(item('month', { q: perMonth, w: seconds(monthStart(month, 1) - monthStart(month)) }));
    remaining.push(
      item('month', { r: remainingInMonth(budget, limits, now), t: untilNextMonth(budget, now) }),
    );
  }
  return { 'ratelimit-policy': policies.join(', '), ratelimit: remaining.join(', ') };
}
