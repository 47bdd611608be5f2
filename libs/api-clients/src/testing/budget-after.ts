import { type ClientBudget, countedMonth, emissionInterval, usedIn } from '../budget.js';
import type { PlanLimits } from '../plan.js';

/** The budget after `count` requests at `now`, which the caller knows to be available. */
export function budgetAfter(
  budget: ClientBudget | undefined,
  count: number,
  limits: PlanLimits,
  now: number,
): ClientBudget {
  const month = countedMonth(budget, now);
  return {
    tat: Math.max(budget?.tat ?? 0, now) + count * emissionInterval(limits),
    month,
    used: usedIn(month, budget) + count,
  };
}
