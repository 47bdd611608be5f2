import { setTimeout as wait } from 'node:timers/promises';
import {
  type ApiClient,
  type ApiClientRegistry,
  type ApiClientStore,
  type ClientBudget,
  type ClientBudgetStore,
  type IdempotencyRecord,
  type IdempotencyStore,
  type KeyChanges,
  leftOf,
  type PlanLimits,
  type RegisteredKey,
  spend,
} from '@zk-income/credential';

/** Stores that keep their promises in memory. */
export class MemoryApiClientStore implements ApiClientStore {
  readonly clients = new Map<string, ApiClient>();

  async create(keyHash: string, client: ApiClient): Promise<void> {
    if (this.clients.has(keyHash)) throw new Error('taken');
    this.clients.set(keyHash, client);
  }

  async findByKeyHash(keyHash: string): Promise<ApiClient | undefined> {
    return this.clients.get(keyHash);
  }
}

/** The clients of a store, and what happens before the next change to one of them. */
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

/** Budgets that count how often they are asked, and can be slow or out of order. */
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
    const taken = Math.min(wanted, leftOf(found, limits, now));
    const budget = taken === 0 ? found! : spend(found, taken, limits, now);
    this.budgets.set(clientId, budget);
    return { taken, budget };
  }

  async find(clientId: string): Promise<ClientBudget | undefined> {
    return this.budgets.get(clientId);
  }
}

type Kept = IdempotencyRecord & { token: string; leaseUntil: number; expiresAt: number };

export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly records = new Map<string, Kept>();

  async claim(
    key: string,
    claim: Parameters<IdempotencyStore['claim']>[1],
  ): Promise<'claimed' | IdempotencyRecord> {
    const found = this.records.get(key);
    const free =
      !found ||
      found.expiresAt <= claim.now ||
      (found.state === 'in_progress' && found.leaseUntil <= claim.now);
    if (!free) return found;
    this.records.set(key, { ...claim, state: 'in_progress' });
    return 'claimed';
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const found = this.records.get(key);
    if (found?.token !== token || found.state !== 'in_progress') return false;
    this.records.set(key, { ...found, state: 'completed', response });
    return true;
  }

  async release(key: string, token: string): Promise<void> {
    const found = this.records.get(key);
    if (found?.token === token && found.state === 'in_progress') this.records.delete(key);
  }
}
