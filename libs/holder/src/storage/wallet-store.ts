import type { WalletState, WalletStorage } from '../types.js';
import { WalletError } from '../wallet-error.js';

/** Tabs of one person do not write more often at the same time. */
const MAX_ATTEMPTS = 50;

/** The state of a wallet, which other tabs and processes may change as well. */
export class WalletStore {
  private lastRevision = 0;

  constructor(private readonly storage: WalletStorage) {}

  get keys(): WalletStorage['keys'] {
    return this.storage.keys;
  }

  /** @throws WalletError `storage_damaged`, `storage_rolled_back` */
  async read(): Promise<WalletState> {
    return (await this.readRevision()).state;
  }

  /**
   * Changes the state as it is when the change is written.
   *
   * @param change called again where another writer came first; returns the same state to change nothing
   * @returns the state after the change
   * @throws WalletError `storage_changed`, and what `read` throws
   */
  async update(change: (state: WalletState) => WalletState): Promise<WalletState> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { revision, state } = await this.readRevision();
      const changed = change(state);
      if (changed === state || (await this.storage.write(changed, revision))) return changed;
    }
    throw new WalletError('storage_changed');
  }

  private async readRevision(): ReturnType<WalletStorage['read']> {
    const stored = await this.storage.read();
    // An older state knows less of what was used and shown.
    if (stored.revision < this.lastRevision) throw new WalletError('storage_rolled_back');
    this.lastRevision = stored.revision;
    return stored;
  }
}
