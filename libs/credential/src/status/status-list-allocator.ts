import { randomBelow } from '../encoding/random.js';
import { ProtocolError } from '../errors.js';
import type { StatusListStore, StatusLists, StatusReference } from '../ports/index.js';

/**
 * Draws in one list before it is taken for full. With 2^17 entries that happens when about three in five are
 * taken; until then a credential takes 1.5 draws on average.
 */
const MAX_DRAWS = 16;
/** Lists that may turn out to be full for one credential. */
const MAX_LISTS = 8;

export interface StatusListAllocatorOptions {
  /** Entries of a list. */
  readonly size: number;
  /** Lists that are open at once. */
  readonly open: number;
}

/**
 * Gives every credential a place in a list, both at random. A list that is full shows itself by draws that meet
 * taken places, so that nobody counts: the only fact that all issuers share, which lists are open, is written when
 * a list is opened, once in some 77,000 credentials.
 */
export class StatusListAllocator {
  private known: StatusLists | undefined;

  constructor(
    private readonly store: StatusListStore,
    private readonly options: StatusListAllocatorOptions,
  ) {}

  /** @throws ProtocolError `status_list_full` where one list after another has no free place */
  async reserve(): Promise<StatusReference> {
    for (let tried = 0; tried < MAX_LISTS; tried++) {
      const { open } = this.known ?? (await this.openLists());
      const list = open[randomBelow(open.length)]!;
      for (let draw = 0; draw < MAX_DRAWS; draw++) {
        const reference = { list, index: randomBelow(this.options.size) };
        if (await this.store.reserve(reference)) return reference;
      }
      await this.openLists(list);
    }
    throw new ProtocolError('status_list_full');
  }

  /** Whether a list was ever opened, by whomever. */
  async exists(list: number): Promise<boolean> {
    if (!Number.isSafeInteger(list) || list < 0) return false;
    if (this.known && list < this.known.count) return true;
    return list < (await this.openLists()).count;
  }

  /** What is open now, with new lists in the place of those that are missing and of one that is full. */
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
      // Somebody else opened lists at the same moment: what is open now may be enough.
    }
  }
}
