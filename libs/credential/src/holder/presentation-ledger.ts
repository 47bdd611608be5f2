/** Remembers which copy was shown to whom, so that none is shown to two. */
export interface PresentationLedger {
  /**
   * Binds a copy to one (audience, request) for good.
   *
   * @param copy a hash that names the copy
   * @returns false where it is bound to another already
   */
  bind(copy: string, audience: string, requestId: string): Promise<boolean>;
}

/** A ledger that lives as long as its page or process. */
export class MemoryPresentationLedger implements PresentationLedger {
  private readonly bound = new Map<string, string>();

  async bind(copy: string, audience: string, requestId: string): Promise<boolean> {
    const target = JSON.stringify([audience, requestId]);
    const before = this.bound.get(copy);
    if (before !== undefined) return before === target;
    this.bound.set(copy, target);
    return true;
  }
}
