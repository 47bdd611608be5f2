import type { Clock } from '@zk-income/credential';
import type { ApiClient } from './api-client.js';
import { type ClientBudget, remainingRequests } from './budget.js';
import type { ClientBudgetStore } from './client-budget-store.js';
import type { ClientPlans } from './client-plans.js';
import type { PlanLimits } from './plan.js';

/** For how long an exhausted client is rejected without a call to the store. */
const EXHAUSTED_CACHE_MICROS = 1_000_000;
const MAX_CACHED_CLIENTS = 10_000;

/** Whether a request is allowed, and the budget behind the decision. */
export interface RateLimitDecision {
  readonly isAllowed: boolean;
  readonly budget: ClientBudget;
  readonly limits: PlanLimits;
  /** Microseconds since the epoch. */
  readonly now: number;
}

interface PendingRequest {
  readonly resolve: (decision: RateLimitDecision) => void;
  readonly reject: (error: unknown) => void;
}

/** The pending requests of one client in this process, and the budget that the store returned last. */
interface ClientQueue {
  pending: PendingRequest[];
  limits: PlanLimits;
  isTaking: boolean;
  last?: { readonly budget: ClientBudget; readonly at: number };
}

/**
 * Enforces rate limits and quotas. The process counts nothing itself: every allowed request was taken from the shared
 * budget, and concurrent requests of a client share one write. An exhausted budget only refills with time, so a client
 * without remaining requests is rejected from the cache for a moment.
 */
export class RateLimiter {
  private readonly queues = new Map<string, ClientQueue>();

  constructor(
    private readonly store: ClientBudgetStore,
    private readonly plans: ClientPlans,
    private readonly clock: Clock,
  ) {}

  /** Takes one request. Rejects with the store's error: no request is allowed without the store. */
  take(client: ApiClient): Promise<RateLimitDecision> {
    const limits = this.plans.limitsOf(client);
    const queue = this.queueOf(client.id, limits);
    const now = this.now();
    if (queue.last && now - queue.last.at < EXHAUSTED_CACHE_MICROS) {
      const { budget } = queue.last;
      if (remainingRequests(budget, limits, now) === 0)
        return Promise.resolve({ isAllowed: false, budget, limits, now });
    }
    return new Promise((resolve, reject) => {
      queue.pending.push({ resolve, reject });
      if (!queue.isTaking) void this.takePending(client.id, queue);
    });
  }

  private now(): number {
    return this.clock.now() * 1000;
  }

  private queueOf(clientId: string, limits: PlanLimits): ClientQueue {
    let queue = this.queues.get(clientId);
    if (queue === undefined) {
      this.evict();
      queue = { pending: [], limits, isTaking: false };
      this.queues.set(clientId, queue);
    }
    queue.limits = limits;
    return queue;
  }

  /** Takes all pending requests of a client with one write, until none is pending. */
  private async takePending(clientId: string, queue: ClientQueue): Promise<void> {
    queue.isTaking = true;
    while (queue.pending.length > 0) {
      const group = queue.pending;
      queue.pending = [];
      const { limits } = queue;
      const now = this.now();
      try {
        const { taken, budget } = await this.store.take(
          clientId,
          group.length,
          limits,
          now,
          queue.last?.budget,
        );
        queue.last = { budget, at: now };
        for (const [i, { resolve }] of group.entries())
          resolve({ isAllowed: i < taken, budget, limits, now });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    queue.isTaking = false;
  }

  /** An evicted client costs one read later. */
  private evict(): void {
    if (this.queues.size < MAX_CACHED_CLIENTS) return;
    for (const [id, queue] of this.queues) {
      if (!queue.isTaking) this.queues.delete(id);
      if (this.queues.size < MAX_CACHED_CLIENTS) return;
    }
  }
}
