import type { StatusLists, StatusReference } from '../ports/index.js';
import { MemoryStatusListStore } from './memory-stores.js';

/** Counts the operations of a store. */
export class CountingStatusListStore extends MemoryStatusListStore {
  reservations = 0;
  /** The longest run of failed attempts. */
  longest = 0;
  listReads = 0;
  listWrites = 0;
  private missed = 0;

  override async reserve(reference: StatusReference): Promise<boolean> {
    this.reservations += 1;
    this.missed += 1;
    this.longest = Math.max(this.longest, this.missed);
    const succeeded = await super.reserve(reference);
    if (succeeded) this.missed = 0;
    return succeeded;
  }

  override async lists(): Promise<StatusLists | undefined> {
    this.listReads += 1;
    return super.lists();
  }

  override async writeLists(lists: StatusLists): Promise<boolean> {
    this.listWrites += 1;
    return super.writeLists(lists);
  }
}
