import { findCredential, isFresh } from '../credentials.js';
import type { StoredInstance, WalletState } from '../types.js';
import { WalletError } from '../wallet-error.js';

/**
 * Picks an instance for each id: the one that is bound to this request already, so that a retry uses no other, or else one that
 * was never used.
 *
 * @param chosen ids of stored credentials, by the id in the policy
 * @param binding of the request, as the ledger has it
 * @throws WalletError `credential_unknown`, `no_shares_left`
 */
export function pickInstances(
  state: WalletState,
  chosen: Readonly<Record<string, string>>,
  binding: string,
): ReadonlyMap<string, StoredInstance> {
  const picked = new Map<string, StoredInstance>();
  const { bindings } = state.ledger;
  for (const [id, credential] of Object.entries(chosen)) {
    const { instances } = findCredential(state, credential);
    const others = instances.filter((one) => ![...picked.values()].includes(one));
    const instance =
      others.find(({ hash }) => bindings[hash] === binding) ?? others.find((one) => isFresh(state, one));
    if (!instance) throw new WalletError('no_shares_left');
    picked.set(id, instance);
  }
  return picked;
}
