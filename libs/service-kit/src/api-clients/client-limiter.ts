import { Inject, Injectable } from '@nestjs/common';
import {
  type ApiClient,
  type ClientBudget,
  type ClientBudgetStore,
  type Clock,
  leftOf,
  type PlanLimits,
} from '@zk-income/credential';
import { CLIENT_BUDGET_STORE, CLOCK } from '../tokens.js';
import { ClientPlans } from './client-plans.js';

/** For how long a client that has nothing left is refused without asking the store again. */
const REFUSED_UNASKED_MICROS = 1_000_000;
const MAX_REMEMBERED = 10_000;

/** What became of a request, and what the client has left. */
export interface Standing {
  readonly isGranted: boolean;
  readonly budget: ClientBudget;
  readonly limits: PlanLimits;
  /** Microseconds since the epoch. */
  readonly now: number;
}

interface Waiting {
  readonly resolve: (standing: Standing) => void;
  readonly reject: (error: unknown) => void;
}

/** The requests of one client in this process, and what was seen last of its budget. */
interface Queue {
  waiting: Waiting[];
  limits: PlanLimits;
  isAsking: boolean;
  seen?: { readonly budget: ClientBudget; readonly at: number };
}

/**
 * Holds clients to their plans. Nothing is counted here: every request that is let through was taken out of the
 * shared budget, those that wait at the same time with one write. A budget without anything left only gets fuller
 * with time, so for a moment that is known without asking.
 */
@Injectable()
export class ClientLimiter {
  private readonly queues = new Map<string, Queue>();

  constructor(
    @Inject(CLIENT_BUDGET_STORE) private readonly store: ClientBudgetStore,
    private readonly plans: ClientPlans,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes one request. Throws what the store throws: without it nobody is let through. */
  take(client: ApiClient): Promise<Standing> {
    const limits = this.plans.limitsOf(client);
    const queue = this.queueOf(client.id, limits);
    const now = this.now();
    if (queue.seen && now - queue.seen.at < REFUSED_UNASKED_MICROS) {
      const { budget } = queue.seen;
      if (leftOf(budget, limits, now) === 0)
        return Promise.resolve({ isGranted: false, budget, limits, now });
    }
    return new Promise((resolve, reject) => {
      queue.waiting.push({ resolve, reject });
      if (!queue.isAsking) void this.answer(client.id, queue);
    });
  }

  private now(): number {
    return this.clock.now() * 1000;
  }

  private queueOf(clientId: string, limits: PlanLimits): Queue {
    let queue = this.queues.get(clientId);
    if (queue === undefined) {
      this.forgetSome();
      queue = { waiting: [], limits, isAsking: false };
      this.queues.set(clientId, queue);
    }
    queue.limits = limits;
    return queue;
  }

  /** Asks for all that wait at once, until nobody waits. */
  private async answer(clientId: string, queue: Queue): Promise<void> {
    queue.isAsking = true;
    while (queue.waiting.length > 0) {
      const group = queue.waiting;
      queue.waiting = [];
      const { limits } = queue;
      const now = this.now();
      try {
        const { taken, budget } = await this.store.take(
          clientId,
          group.length,
          limits,
          now,
          queue.seen?.budget,
        );
        queue.seen = { budget, at: now };
        for (const [i, { resolve }] of group.entries())
          resolve({ isGranted: i < taken, budget, limits, now });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    queue.isAsking = false;
  }

  /** What is forgotten costs a read. */
  private forgetSome(): void {
    if (this.queues.size < MAX_REMEMBERED) return;
    for (const [id, queue] of this.queues) {
      if (!queue.isAsking) this.queues.delete(id);
      if (this.queues.size < MAX_REMEMBERED) return;
    }
  }
}
