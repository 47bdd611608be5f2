import type { ClientBudget } from './budget.js';
import type { PlanLimits } from './plan.js';

export interface ClientBudgetStore {
  /**
   * Takes up to `wanted` requests, as many as the plan has left at `now` (microseconds since the epoch), in one
   * conditional write. Rejected requests write nothing and use nothing up. `known` is the budget that the caller saw
   * last; while it is still current it saves a read.
   */
  take(
    clientId: string,
    wanted: number,
    limits: PlanLimits,
    now: number,
    known?: ClientBudget,
  ): Promise<{ readonly taken: number; readonly budget: ClientBudget }>;
  /** The budget of a client; undefined if it never used anything, or not for a long time. */
  find(clientId: string): Promise<ClientBudget | undefined>;
}
