import type { ClientBudget } from '../plans/budget.js';
import type { PlanLimits } from '../plans/plan.js';

export interface ClientBudgetStore {
  /**
   * Takes as many of the wanted requests as a client's plan has left at a time (microseconds since the epoch), in
   * one conditional write; none are taken without a write, and what is refused uses nothing up. `known` is what the
   * caller saw last, and spares a read while it still holds.
   */
  take(
    clientId: string,
    wanted: number,
    limits: PlanLimits,
    now: number,
    known?: ClientBudget,
  ): Promise<{ readonly taken: number; readonly budget: ClientBudget }>;
  /** What a client has used, or undefined when it never used anything or that was long ago. */
  find(clientId: string): Promise<ClientBudget | undefined>;
}
