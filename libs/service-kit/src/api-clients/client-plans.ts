import { Logger } from '@nestjs/common';
import type { ApiClient, PlanLimits, Plans } from '@zk-income/credential';

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
    if (typeof plan !== 'string') return plan;
    if (Object.hasOwn(this.plans, plan)) return this.plans[plan]!;
    if (!this.unknown.has(plan)) {
      this.unknown.add(plan);
      this.logger.warn(
        `There is no plan ${plan}: its clients have the plan ${this.defaultPlan}. See CLIENT_PLANS.`,
      );
    }
    return this.plans[this.defaultPlan]!;
  }
}
