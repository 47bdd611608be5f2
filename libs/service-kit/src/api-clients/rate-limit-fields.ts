import {
  type ClientBudget,
  leftByMonth,
  leftByRate,
  microsToFill,
  monthStart,
  type PlanLimits,
  untilMore,
} from '@zk-income/credential';

/** The names of a plan's two policies in headers and problems. */
export type PolicyName = 'rate' | 'month';

const seconds = (micros: number): number => Math.max(Math.ceil(micros / 1_000_000), 1);

const item = (name: PolicyName, parameters: Readonly<Record<string, number | undefined>>): string =>
  `"${name}"${Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `;${key}=${value}`)
    .join('')}`;

const untilNextMonth = ({ month }: ClientBudget, now: number): number => seconds(monthStart(month, 1) - now);

/** Which policies have nothing left at a time (microseconds). */
export const exhausted = (budget: ClientBudget, limits: PlanLimits, now: number): readonly PolicyName[] => [
  ...(leftByRate(budget, limits, now) === 0 ? (['rate'] as const) : []),
  ...(leftByMonth(budget, limits, now) === 0 ? (['month'] as const) : []),
];

/** Seconds until an exhausted policy gives something again. */
export const retryAfter = (
  policies: readonly PolicyName[],
  budget: ClientBudget,
  limits: PlanLimits,
  now: number,
): number =>
  policies.includes('month') ? untilNextMonth(budget, now) : seconds(untilMore(budget, limits, now));

/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11): the bucket as what it holds and the
 * seconds in which it fills, with the seconds until there is more; the month as what it is.
 */
export function rateLimitFields(
  budget: ClientBudget,
  limits: PlanLimits,
  now: number,
): Readonly<Record<string, string>> {
  const { burst, perMonth } = limits;
  const byRate = leftByRate(budget, limits, now);
  const policies = [item('rate', { q: burst, w: seconds(microsToFill(limits)) })];
  const standing = [
    item('rate', { r: byRate, t: byRate < burst ? seconds(untilMore(budget, limits, now)) : undefined }),
  ];
  if (perMonth !== undefined) {
    const { month } = budget;
    policies.push(item('month', { q: perMonth, w: seconds(monthStart(month, 1) - monthStart(month)) }));
    standing.push(item('month', { r: leftByMonth(budget, limits, now), t: untilNextMonth(budget, now) }));
  }
  return { 'ratelimit-policy': policies.join(', '), ratelimit: standing.join(', ') };
}
