import type { ApiClient, ApiClientRegistry, Clock, RegisteredKey } from '@zk-income/credential';
import { bearerKeyHash, newBearerKey } from './bearer-key.js';

/** Why something cannot be done for a client; the message says what to do. */
export class ClientCommandError extends Error {
  override readonly name = 'ClientCommandError';
}

/** What is registered for a client that is not a matter of its keys. */
export type ClientRecord = Omit<ApiClient, 'createdAt' | 'rotatedAt' | 'expiresAt' | 'disabledAt'>;

/**
 * Registers clients and looks after their keys. A client is what its keys say, each an item of its own: what
 * concerns a client is done to all of them, in an order in which a run that is broken off does no harm.
 */
export class ClientDesk {
  constructor(
    private readonly registry: ApiClientRegistry,
    private readonly clock: Clock,
  ) {}

  get now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** Every client with its keys, the newest first. */
  async list(): Promise<Map<string, readonly RegisteredKey[]>> {
    const keys = [...(await this.registry.list())].sort((a, b) => madeAt(b) - madeAt(a));
    const ids = [...new Set(keys.map(({ id }) => id))].sort();
    return new Map(ids.map((id) => [id, keys.filter((key) => key.id === id)]));
  }

  async keysOf(id: string): Promise<readonly RegisteredKey[]> {
    const keys = (await this.list()).get(id);
    if (keys === undefined) throw new ClientCommandError(`There is no client ${id}. See: clients -- list`);
    return keys;
  }

  /** Throws where the id is taken. Clients from before ids were claimed are told by their keys. */
  async assertFree(id: string): Promise<void> {
    if ((await this.list()).has(id)) throw new ClientCommandError(`There is a client ${id} already.`);
  }

  /** Registers a client and returns its bearer key, which is kept nowhere. */
  async add(client: ClientRecord): Promise<string> {
    await this.assertFree(client.id);
    if (!(await this.registry.claimId(client.id))) {
      throw new ClientCommandError(
        `The id ${client.id} is taken: somebody registers it at this moment, or a run for it was broken off. Choose another.`,
      );
    }
    const key = newBearerKey();
    await this.registry.create(bearerKeyHash(key), { ...client, createdAt: this.now });
    return key;
  }

  /**
   * Makes a new key; the client's other keys expire at the given time. The new one is there before any old one is
   * touched, and nobody knows it until all is done.
   */
  async rotate(id: string, expiresAt: number): Promise<string> {
    const { newest, live } = await this.rotatable(id);
    const { keyHash: _, expiresAt: __, disabledAt: ___, ...client } = newest;
    const key = newBearerKey();
    const keyHash = bearerKeyHash(key);
    await this.registry.create(keyHash, { ...client, rotatedAt: this.now });
    for (const old of live) {
      if (old.expiresAt !== undefined && old.expiresAt <= expiresAt) continue;
      // Whoever disables a client looks for new keys after the old ones, so one of the two sees the other.
      if (await this.registry.change(old.keyHash, { expiresAt }, true)) continue;
      await this.registry.remove(keyHash);
      throw disabled(id);
    }
    const keys = await this.keysOf(id);
    // Where no old key was left to be changed, whoever disabled the client may have seen none but expired ones.
    if (keys.some(isDisabled)) {
      await this.registry.remove(keyHash);
      throw disabled(id);
    }
    for (const old of keys) if (isExpired(old, this.now)) await this.registry.remove(old.keyHash);
    return key;
  }

  /** The keys that a rotation would end, and the one that it would follow. */
  async rotatable(id: string): Promise<{ newest: RegisteredKey; live: readonly RegisteredKey[] }> {
    const keys = await this.keysOf(id);
    const live = keys.filter((key) => !isExpired(key, this.now));
    if (keys.some(isDisabled)) throw disabled(id);
    return { newest: keys[0]!, live };
  }

  async setPlan(id: string, plan: ApiClient['plan'] | null): Promise<void> {
    for (const { keyHash } of await this.keysOf(id))
      await this.registry.change(keyHash, { plan: plan ?? null });
  }

  /** Holds for every key, also for one that is made at the same time. */
  async disable(id: string): Promise<void> {
    for (;;) {
      const enabled = (await this.keysOf(id)).filter((key) => !isDisabled(key));
      if (enabled.length === 0) return;
      for (const { keyHash } of enabled) await this.registry.change(keyHash, { disabledAt: this.now });
    }
  }

  async enable(id: string): Promise<void> {
    for (const { keyHash } of await this.keysOf(id))
      await this.registry.change(keyHash, { disabledAt: null });
  }
}

export const isExpired = ({ expiresAt }: ApiClient, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

const isDisabled = ({ disabledAt }: ApiClient): boolean => disabledAt !== undefined;

const madeAt = ({ rotatedAt, createdAt }: ApiClient): number => rotatedAt ?? createdAt ?? 0;

const disabled = (id: string) =>
  new ClientCommandError(`The client ${id} is disabled. First: clients -- enable ${id}`);
