import { setTimeout as wait } from 'node:timers/promises';
import {
  type ApiClient,
  type ApiClientStore,
  type ClientBudget,
  type ClientBudgetStore,
  type IdempotencyRecord,
  type IdempotencyStore,
  leftOf,
  type PlanLimits,
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
