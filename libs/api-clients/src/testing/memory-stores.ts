import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient, ApiClientStore } from '../api-client.js';
import type { ApiClientRegistry, KeyChanges, RegisteredKey } from '../api-client-registry.js';
import { type ClientBudget, limitTat, remainingRequests } from '../budget.js';
import type { ClientBudgetStore } from '../client-budget-store.js';
import type { PlanLimits } from '../plan.js';
import { budgetAfter } from './budget-after.js';

/** An in-memory store for tests. */
export class MemoryApiClientStore implements ApiClientStore {
  readonly clients = new Map<string, ApiClient>();

  async create(keyHash: string, client: ApiClient): Promise<void> {
    if (this.clients.has(keyHash))
      throw Object.assign(new Error('The key hash exists.'), { code: 'already_exists' });
    this.clients.set(keyHash, client);
  }

  async findByKeyHash(keyHash: string): Promise<ApiClient | undefined> {
    return this.clients.get(keyHash);
  }
}

/** An in-memory registry over a store; `beforeChange` runs once, before the next change. */
export class MemoryApiClientRegistry implements ApiClientRegistry {
  readonly ids = new Set<string>();
  beforeChange: (() => Promise<unknown>) | undefined;

  constructor(private readonly store: MemoryApiClientStore) {}

  async list(): Promise<readonly RegisteredKey[]> {
    return [...this.store.clients].map(([keyHash, client]) => ({ keyHash, ...client }));
  }

  async claimId(id: string): Promise<boolean> {
    return !this.ids.has(id) && this.ids.add(id).has(id);
  }

  create(keyHash: string, client: ApiClient): Promise<void> {
    return this.store.create(keyHash, client);
  }

  async change(keyHash: string, changes: KeyChanges, unlessDisabled = false): Promise<boolean> {
    const before = this.beforeChange;
    this.beforeChange = undefined;
    await before?.();
    const found = this.store.clients.get(keyHash);
    if (found === undefined || (unlessDisabled && found.disabledAt !== undefined)) return false;
    const members = Object.entries({ ...found, ...changes }).filter(([, value]) => value != null);
    this.store.clients.set(keyHash, Object.fromEntries(members) as unknown as ApiClient);
    return true;
  }

  async remove(keyHash: string): Promise<void> {
    this.store.clients.delete(keyHash);
  }
}

/** In-memory budgets that count calls and can be made slow or failing. */
export class MemoryClientBudgetStore implements ClientBudgetStore {
  readonly budgets = new Map<string, ClientBudget>();
  calls = 0;
  delayMs = 0;
  failure: Error | undefined;

  async take(clientId: string, wanted: number, limits: PlanLimits, now: number) {
    this.calls += 1;
    if (this.delayMs > 0) await wait(this.delayMs);
    if (this.failure) throw this.failure;
    const found = this.budgets.get(clientId);
    const taken = Math.min(wanted, remainingRequests(found, limits, now));
    const budget = taken === 0 ? limitTat(found!, limits, now) : budgetAfter(found, taken, limits, now);
    this.budgets.set(clientId, budget);
    return { taken, budget };
  }

  async find(clientId: string): Promise<ClientBudget | undefined> {
    return this.budgets.get(clientId);
  }
}
