import type { KeyStore, WalletState, WalletStorage } from '../types.js';
import { createKey, importSecret, type KeyRecord, restoredKey, walletKeyOf } from './ec-keys.js';
import { emptyState } from './state.js';

export function memoryKeyStore(): KeyStore {
  const records = new Map<string, KeyRecord>();
  const secrets = new Map<string, CryptoKey>();
  return {
    async create(count, wrapper) {
      const made = await Promise.all(Array.from({ length: count }, () => createKey(wrapper)));
      for (const record of made) records.set(record.id, record);
      return made.map(walletKeyOf);
    },
    async get(id) {
      const record = records.get(id);
      return record && walletKeyOf(record);
    },
    async remove(ids) {
      for (const id of ids) records.delete(id);
    },
    async restore(pkcs8, publicJwk, wrapped) {
      const record = await restoredKey(pkcs8, publicJwk, wrapped);
      records.set(record.id, record);
      return walletKeyOf(record);
    },
    secret: async (name) => secrets.get(name),
    async setSecret(name, raw) {
      secrets.set(name, await importSecret(raw));
    },
  };
}

/** A storage for tests and for wallets that remember nothing. */
export function memoryStorage(): WalletStorage {
  let revision = 0;
  // As JSON, so that what is not JSON shows at once.
  let text = JSON.stringify(emptyState());
  return {
    keys: memoryKeyStore(),
    read: async () => ({ revision, state: JSON.parse(text) as WalletState }),
    async write(state, expected) {
      if (expected !== revision) return false;
      text = JSON.stringify(state);
      revision++;
      return true;
    },
  };
}
