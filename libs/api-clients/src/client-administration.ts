import { type Clock, canonicalSourceId } from '@zk-income/credential';
import { type ApiClient, isDisabled, isExpired } from './api-client.js';
import type { ApiClientRegistry, RegisteredKey } from './api-client-registry.js';
import { bearerKeyHash, newBearerKey } from './bearer-key.js';
import { withCanonicalSource } from './canonical-source.js';

/** Why an operation on a client is not possible. */
export class ClientAdministrationError extends Error {
  override readonly name = 'ClientAdministrationError';

  constructor(
    readonly code: 'client_not_found' | 'client_exists' | 'client_id_claimed' | 'client_disabled',
    readonly clientId: string,
  ) {
    super(`${code}: ${clientId}`);
  }
}

/** The members of a client that do not belong to one of its keys. */
export type ClientRecord = Omit<ApiClient, 'createdAt' | 'rotatedAt' | 'expiresAt' | 'disabledAt'>;

/**
 * Registers clients and manages their keys. A client consists of its keys, each of which is one item: an operation on
 * a client changes every key, in an order in which an interrupted run does no harm.
 */
export class ClientAdministration {
  constructor(
    private readonly registry: ApiClientRegistry,
    private readonly clock: Clock,
  ) {}

  /** Seconds since the epoch. */
  get now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** Every client with its keys, the newest key first. */
  async list(): Promise<Map<string, readonly RegisteredKey[]>> {
    const keys = [...(await this.registry.list())].sort((a, b) => createdAt(b) - createdAt(a));
    const ids = [...new Set(keys.map(({ id }) => id))].sort();
    return new Map(ids.map((id) => [id, keys.filter((key) => key.id === id)]));
  }

  async keysOf(id: string): Promise<readonly RegisteredKey[]> {
    const keys = (await this.list()).get(id);
    if (keys === undefined) throw new ClientAdministrationError('client_not_found', id);
    return keys;
  }

  /** Throws if the id is in use; also detects clients that were registered before ids were claimed. */
  async assertFree(id: string): Promise<void> {
    if ((await this.list()).has(id)) throw new ClientAdministrationError('client_exists', id);
  }

  /** Registers a client and returns its bearer key, which is not stored. */
  async add(record: ClientRecord): Promise<string> {
    const client = withCanonicalSource(record);
    await this.assertFree(client.id);
    if (!(await this.registry.claimId(client.id)))
      throw new ClientAdministrationError('client_id_claimed', client.id);
    const key = newBearerKey();
    await this.registry.create(bearerKeyHash(key), { ...client, createdAt: this.now });
    return key;
  }

  /**
   * Creates a new key and lets the client's other keys expire at `expiresAt`. The new key exists before an old one is
   * changed, and is returned only when everything is done.
   */
  async rotate(id: string, expiresAt: number): Promise<string> {
    const { newest, unexpired } = await this.assertRotatable(id);
    const { keyHash: _, expiresAt: __, disabledAt: ___, ...client } = newest;
    const key = newBearerKey();
    const keyHash = bearerKeyHash(key);
    const removeNewKey = async () => {
      await this.registry.remove(keyHash);
      throw new ClientAdministrationError('client_disabled', id);
    };
    await this.registry.create(keyHash, { ...client, rotatedAt: this.now });
    for (const old of unexpired) {
      if (old.expiresAt !== undefined && old.expiresAt <= expiresAt) continue;
      // `disable` looks for new keys after it has changed the old ones, so one of the two sees the other.
      if (!(await this.registry.change(old.keyHash, { expiresAt }, true))) return removeNewKey();
    }
    const keys = await this.keysOf(id);
    // If no old key was left to change, `disable` may have seen only expired ones.
    if (keys.some(isDisabled)) return removeNewKey();
    for (const old of keys) if (isExpired(old, this.now)) await this.registry.remove(old.keyHash);
    return key;
  }

  /** The newest key and all keys that a rotation would let expire. Throws if the client is disabled. */
  async assertRotatable(id: string): Promise<{ newest: RegisteredKey; unexpired: readonly RegisteredKey[] }> {
    const keys = await this.keysOf(id);
    if (keys.some(isDisabled)) throw new ClientAdministrationError('client_disabled', id);
    return { newest: keys[0]!, unexpired: keys.filter((key) => !isExpired(key, this.now)) };
  }

  async setPlan(id: string, plan: ApiClient['plan'] | null): Promise<void> {
    for (const { keyHash } of await this.keysOf(id))
      await this.registry.change(keyHash, { plan: plan ?? null });
  }

  /** Sets the payer of a client, for one that was registered with an identifier that is not valid any more. */
  async setSource(id: string, source: string): Promise<string> {
    const sourceId = canonicalSourceId(source);
    for (const { keyHash } of await this.keysOf(id)) await this.registry.change(keyHash, { sourceId });
    return sourceId;
  }

  /** Disables every key, including one that is created concurrently. */
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

const createdAt = ({ rotatedAt, createdAt: at }: ApiClient): number => rotatedAt ?? at ?? 0;
