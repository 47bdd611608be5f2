import type {
  CredentialStatus,
  IssuedBatch,
  IssuedCredentialStore,
  RequestAnswer,
  RequestStore,
  StatusListEntry,
  StatusListStore,
  StatusLists,
  StatusReference,
  StoredRequest,
} from '../ports/index.js';

/** Stores that keep their promises in memory, for specs of the protocol. */
export class MemoryIssuedCredentialStore implements IssuedCredentialStore {
  readonly batches = new Map<string, IssuedBatch>();

  async create(batch: IssuedBatch): Promise<void> {
    this.batches.set(batch.id, batch);
  }

  async find(id: string): Promise<IssuedBatch | undefined> {
    return this.batches.get(id);
  }

  async changeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | 'unknown' | 'revoked'> {
    const batch = this.batches.get(id);
    if (batch?.clientId !== clientId) return 'unknown';
    if (batch.status === 'revoked' && status !== 'revoked') return 'revoked';
    const changed = { ...batch, status, version: batch.version + 1 };
    this.batches.set(id, changed);
    return changed;
  }
}

export class MemoryStatusListStore implements StatusListStore {
  private readonly taken = new Set<string>();
  private readonly set_ = new Map<string, { entry: StatusListEntry; list: number; version: number }>();
  private lists_: StatusLists | undefined;

  async reserve({ list, index }: StatusReference): Promise<boolean> {
    const name = `${list}/${index}`;
    if (this.taken.has(name)) return false;
    this.taken.add(name);
    return true;
  }

  async set({ list, index }: StatusReference, status: CredentialStatus, version: number): Promise<void> {
    const name = `${list}/${index}`;
    if ((this.set_.get(name)?.version ?? -1) > version) return;
    this.set_.set(name, { entry: { index, status }, list, version });
  }

  async entries(list: number): Promise<StatusListEntry[]> {
    return [...this.set_.values()].filter((item) => item.list === list).map((item) => item.entry);
  }

  async lists(): Promise<StatusLists | undefined> {
    return this.lists_;
  }

  async writeLists(lists: StatusLists): Promise<boolean> {
    if (lists.version !== (this.lists_?.version ?? 0) + 1) return false;
    this.lists_ = lists;
    return true;
  }
}

export class MemoryRequestStore implements RequestStore {
  readonly requests = new Map<string, StoredRequest>();
  /** Until when, in seconds since the epoch, answered requests are to be kept. */
  readonly retained = new Map<string, number>();

  async create(request: StoredRequest): Promise<void> {
    this.requests.set(request.id, request);
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    return this.requests.get(id);
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    now: number,
    retainUntil: number,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'> {
    const request = this.requests.get(id);
    if (!request) return 'unknown';
    if (request.state === 'answered') return 'answered';
    if (now >= request.expiresAt) return 'expired';
    this.requests.set(id, { ...request, state: 'answered', answer });
    this.retained.set(id, retainUntil);
    return 'consumed';
  }

  async countFailedAttempt(id: string, limit: number): Promise<boolean> {
    const request = this.requests.get(id);
    if (!request || request.state === 'answered' || request.failedAttempts >= limit) return false;
    this.requests.set(id, { ...request, failedAttempts: request.failedAttempts + 1 });
    return true;
  }

  async delete(id: string, ownerId: string): Promise<boolean> {
    return this.requests.get(id)?.ownerId === ownerId && this.requests.delete(id);
  }
}
