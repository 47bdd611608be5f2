import {
  type ApiClient,
  ClientPlans,
  limitsOfPlan,
  type PlanLimits,
  type Plans,
} from '@zk-income/api-clients';
import { CommandError } from '../errors.js';

export type Plan = ApiClient['plan'];

/** The plans that the services know, from `CLIENT_PLANS` and `DEFAULT_CLIENT_PLAN`. */
export interface PlanSettings {
  readonly plans: Plans;
  readonly defaultPlan: string;
}

/** Rejects the name of a plan that is not configured. */
export function assertPlan(plan: Plan, { plans }: PlanSettings): void {
  if (plan === undefined || limitsOfPlan(plan, plans) !== undefined) return;
  throw new CommandError(
    `Plan ${plan} is not configured. Configured plans: ${Object.keys(plans).join(', ')}. Add plans with CLIENT_PLANS.`,
  );
}

/** The limits that the services enforce: those of the default plan if the client's plan is not configured. */
export const enforcedLimits = (plan: Plan, { plans, defaultPlan }: PlanSettings): PlanLimits =>
  new ClientPlans(plans, defaultPlan).limitsOf({ plan });

/** e.g. `plan free: 60 requests per minute, burst 20, 1000 requests per month` */
export const planText = (plan: Plan, settings: PlanSettings): string =>
  `${planName(plan, settings)}: ${limitsText(enforcedLimits(plan, settings))}`;

function planName(plan: Plan, { plans, defaultPlan }: PlanSettings): string {
  if (plan === undefined) return `plan ${defaultPlan} (default)`;
  if (typeof plan !== 'string') return 'custom plan';
  return limitsOfPlan(plan, plans)
    ? `plan ${plan}`
    : `plan ${plan} (not in CLIENT_PLANS; uses ${defaultPlan})`;
}

const limitsText = ({ perMinute, burst, perMonth }: PlanLimits): string =>
  `${perMinute} requests per minute, burst ${burst}, ${perMonth === undefined ? 'no monthly quota' : `${perMonth} requests per month`}`;

export const limitsJson = ({ perMinute, burst, perMonth }: PlanLimits) => ({
  per_minute: perMinute,
  burst,
  per_month: perMonth ?? null,
});
