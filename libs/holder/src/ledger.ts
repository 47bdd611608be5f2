import type { LedgerEntry, PresentationLedger } from '@zk-income/credential';
import type { WalletStore } from './storage/wallet-store.js';
import type { TrustList } from './trust.js';
import type { WalletState } from './types.js';

export const bindingOf = (audience: string, requestId: string): string =>
  JSON.stringify([audience, requestId]);

/** The ledger as the holder of one answer sees it. */
export class StoredLedger implements PresentationLedger {
  /**
   * @param host of the verifier that asks. All verifiers that are not on the trust list count as one: a landlord can have fifty
   * domains.
   */
  constructor(
    private readonly store: WalletStore,
    private readonly trust: TrustList,
    private readonly host: string,
  ) {}

  async bind(instance: string, audience: string, requestId: string): Promise<boolean> {
    const binding = bindingOf(audience, requestId);
    const state = await this.store.update((current) => withBinding(current, instance, binding));
    return state.ledger.bindings[instance] === binding;
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return this.pooled((await this.store.read()).ledger.entries);
  }

  async append(entry: LedgerEntry, count: number): Promise<boolean> {
    let isAppended = false;
    await this.store.update((state) => {
      isAppended = state.ledger.entries.length === count;
      if (!isAppended) return state;
      return { ...state, ledger: { ...state.ledger, entries: [...state.ledger.entries, entry] } };
    });
    return isAppended;
  }

  /** The entries of all verifiers that are not listed, as those of this one if it is not listed either. */
  private pooled(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
    if (this.isListed(this.host)) return entries;
    return entries.map((entry) =>
      this.isListed(entry.verifier) ? entry : { ...entry, verifier: this.host },
    );
  }

  private isListed(host: string): boolean {
    return this.trust.verifier(host).level === 'listed';
  }
}

function withBinding(state: WalletState, instance: string, binding: string): WalletState {
  const { ledger } = state;
  if (ledger.bindings[instance] !== undefined) return state;
  return { ...state, ledger: { ...ledger, bindings: { ...ledger.bindings, [instance]: binding } } };
}
