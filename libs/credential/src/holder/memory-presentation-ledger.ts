import type { LedgerEntry, PresentationLedger } from '../ports/index.js';

/** A ledger for as long as the process runs. A wallet implements the port on the storage of its credentials. */
export class MemoryPresentationLedger implements PresentationLedger {
  private readonly bindings = new Map<string, string>();
  private readonly list: LedgerEntry[] = [];

  async bind(instance: string, audience: string, requestId: string): Promise<boolean> {
    const binding = JSON.stringify([audience, requestId]);
    const known = this.bindings.get(instance);
    if (known === undefined) this.bindings.set(instance, binding);
    return known === undefined || known === binding;
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return [...this.list];
  }

  async append(entry: LedgerEntry, count: number): Promise<boolean> {
    if (this.list.length !== count) return false;
    this.list.push(entry);
    return true;
  }
}
