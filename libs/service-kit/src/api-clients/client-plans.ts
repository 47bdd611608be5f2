import { Logger } from '@nestjs/common';
import type { ApiClient, PlanLimits, Plans } from '@zk-income/credential';

/** The limits of a plan, of its own or by name; undefined for a name that is not among the plans. */
export function limitsOfPlan(plan: string | PlanLimits, plans: Plans): PlanLimits | undefined {
  if (typeof plan !== 'string') return plan;
  return Object.hasOwn(plans, plan) ? plans[plan] : undefined;
}

/** Which limits a client has. */
export class ClientPlans {
  private readonly logger = new Logger('Plans');
  private readonly unknown = new Set<string>();

  constructor(
    private readonly plans: Plans,
    private readonly defaultPlan: string,
  ) {}

  /** Those of its own, of its plan, or of the default plan; also where its plan is not configured (any more). */
  limitsOf({ plan = this.defaultPlan }: ApiClient): PlanLimits {
    const limits = limitsOfPlan(plan, this.plans);
    if (limits !== undefined) return limits;
    if (typeof plan === 'string' && !this.unknown.has(plan)) {
      this.unknown.add(plan);
      this.logger.warn(
        `There is no plan ${plan}: its clients have the plan ${this.defaultPlan}. See CLIENT_PLANS.`,
      );
    }
    return this.plans[this.defaultPlan]!;
  }
}
