import type { ApiClient } from './api-client.js';
import type { PlanLimits, Plans } from './plan.js';

/** The limits of a plan: the client's own, or those of a named plan; undefined for an unknown name. */
export function limitsOfPlan(plan: string | PlanLimits, plans: Plans): PlanLimits | undefined {
  if (typeof plan !== 'string') return plan;
  return Object.hasOwn(plans, plan) ? plans[plan] : undefined;
}

/** Resolves the limits of a client. */
export class ClientPlans {
  private readonly reported = new Set<string>();

  /** @param onUnknownPlan called once for each plan name that is not configured */
  constructor(
    private readonly plans: Plans,
    private readonly defaultPlan: string,
    private readonly onUnknownPlan: (plan: string) => void = () => undefined,
  ) {}

  /** The client's own limits, or those of its plan; those of the default plan if its plan is not configured. */
  limitsOf({ plan = this.defaultPlan }: Pick<ApiClient, 'plan'>): PlanLimits {
    const limits = limitsOfPlan(plan, this.plans);
    if (limits !== undefined) return limits;
    if (typeof plan === 'string' && !this.reported.has(plan)) {
      this.reported.add(plan);
      this.onUnknownPlan(plan);
    }
    return this.plans[this.defaultPlan]!;
  }
}
