import { randomBelow } from '../encoding/random.js';
import { ProtocolError } from '../errors.js';
import type { StatusListStore, StatusLists, StatusReference } from '../ports/index.js';

/**
 * Attempts in one list before it counts as full. With 2^17 entries that happens when about 60 % are in use; until then
 * a credential needs 1.5 attempts on average.
 */
const MAX_ATTEMPTS = 16;
/** Full lists that one reservation may meet before it fails. */
const MAX_LISTS = 8;

export interface StatusListAllocatorOptions {
  /** Entries of a list. */
  readonly size: number;
  /** Lists that are open at once. */
  readonly open: number;
}

/**
 * Reserves a random index in a random open list for each credential. A full list shows itself by failed attempts, so no
 * process counts entries. All replicas share only one fact, the open lists, which is written when a list is opened:
 * about once in 77,000 credentials.
 */
export class StatusListAllocator {
  private known: StatusLists | undefined;

  constructor(
    private readonly store: StatusListStore,
    private readonly options: StatusListAllocatorOptions,
  ) {}

  /** @throws ProtocolError `status_list_full` where no free index was found in any list */
  async reserve(): Promise<StatusReference> {
    for (let tried = 0; tried < MAX_LISTS; tried++) {
      const { open } = this.known ?? (await this.openLists());
      const list = open[randomBelow(open.length)]!;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const reference = { list, index: randomBelow(this.options.size) };
        if (await this.store.reserve(reference)) return reference;
      }
      await this.openLists(list);
    }
    throw new ProtocolError('status_list_full');
  }

  /** Whether a list was ever opened, by any replica. */
  async exists(list: number): Promise<boolean> {
    if (!Number.isSafeInteger(list) || list < 0) return false;
    if (this.known && list < this.known.count) return true;
    return list < (await this.openLists()).count;
  }

  /** The open lists, after opening new ones for those that are missing and for one that is full. */
  private async openLists(full?: number): Promise<StatusLists> {
    for (;;) {
      const stored = (await this.store.lists()) ?? { open: [], count: 0, version: 0 };
      const open = stored.open.filter((list) => list !== full);
      const missing = Math.max(0, this.options.open - open.length);
      if (missing === 0 && open.length === stored.open.length) {
        this.known = stored;
        return stored;
      }
      const added = Array.from({ length: missing }, (_, i) => stored.count + i);
      const changed = {
        open: [...open, ...added],
        count: stored.count + missing,
        version: stored.version + 1,
      };
      if (await this.store.writeLists(changed)) {
        this.known = changed;
        return changed;
      }
      // Another replica opened lists concurrently: those may be enough.
    }
  }
}
