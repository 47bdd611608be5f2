import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeyStore, WalletState, WalletStorage } from '../types.js';
import { WalletError } from '../wallet-error.js';
import { createKey, importSecret, type KeyRecord, restoredKey, walletKeyOf } from './ec-keys.js';
import { emptyState, parseState } from './state.js';

interface SealedState {
  readonly revision: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

interface WalletDatabase extends DBSchema {
  state: { key: string; value: SealedState };
  keys: { key: string; value: KeyRecord };
  secrets: { key: string; value: CryptoKey };
}

type Database = IDBPDatabase<WalletDatabase>;

const VERSION = 1;
const STATE = 'state';
const AES = 'AES-GCM';
const IV_BYTES = 12;

/** The revision is authenticated, so that no state passes for a later one. */
const algorithm = (iv: Uint8Array<ArrayBuffer>, revision: number) => ({
  name: AES,
  iv,
  additionalData: new TextEncoder().encode(`zk-income wallet state ${revision}`),
});

async function seal(key: CryptoKey, state: WalletState, revision: number): Promise<SealedState> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(state));
  return { revision, iv, sealed: await crypto.subtle.encrypt(algorithm(iv, revision), key, text) };
}

async function unseal(key: CryptoKey, { revision, iv, sealed }: SealedState): Promise<WalletState> {
  let text: ArrayBuffer;
  try {
    text = await crypto.subtle.decrypt(algorithm(iv, revision), key, sealed);
  } catch (cause) {
    throw new WalletError('storage_damaged', { cause });
  }
  return parseState(new TextDecoder().decode(text));
}

/** The key of the state, which no script can export. Of two tabs that make one, the first one wins. */
async function stateKey(database: Database): Promise<CryptoKey> {
  const known = await database.get('secrets', STATE);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = database.transaction('secrets', 'readwrite');
  const first = await transaction.store.get(STATE);
  if (!first) await transaction.store.put(made, STATE);
  await transaction.done;
  return first ?? made;
}

/** Secrets of the wallet have names of their own, so that none can replace the key of the state. */
const secretName = (name: string): string => `secret ${name}`;

function keyStore(database: Database): KeyStore {
  const store = async (records: readonly KeyRecord[]): Promise<void> => {
    const transaction = database.transaction('keys', 'readwrite');
    await Promise.all([
      ...records.map((record) => transaction.store.put(record, record.id)),
      transaction.done,
    ]);
  };
  return {
    async create(count, wrapper) {
      const made = await Promise.all(Array.from({ length: count }, () => createKey(wrapper)));
      await store(made);
      return made.map(walletKeyOf);
    },
    async get(id) {
      const record = await database.get('keys', id);
      return record && walletKeyOf(record);
    },
    async remove(ids) {
      const transaction = database.transaction('keys', 'readwrite');
      await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
    },
    async restore(pkcs8, publicJwk, wrapped) {
      const record = await restoredKey(pkcs8, publicJwk, wrapped);
      await store([record]);
      return walletKeyOf(record);
    },
    secret: (name) => database.get('secrets', secretName(name)),
    async setSecret(name, raw) {
      await database.put('secrets', await importSecret(raw), secretName(name));
    },
  };
}

/**
 * Keeps a wallet in IndexedDB: private keys as keys that cannot be exported, everything else encrypted with AES-GCM under such
 * a key. That protects against copies of the database, and not against scripts in the page.
 *
 * @param name of the database
 */
export async function indexedDbStorage(name = 'zk-income-wallet'): Promise<WalletStorage> {
  const database = await openDB<WalletDatabase>(name, VERSION, {
    upgrade(created) {
      for (const store of ['state', 'keys', 'secrets'] as const) created.createObjectStore(store);
    },
  });
  const key = await stateKey(database);
  return {
    keys: keyStore(database),
    async read() {
      const stored = await database.get('state', STATE);
      if (!stored) return { revision: 0, state: emptyState() };
      return { revision: stored.revision, state: await unseal(key, stored) };
    },
    async write(state, revision) {
      // Before the transaction, which ends while something else is waited for.
      const sealed = await seal(key, state, revision + 1);
      const transaction = database.transaction('state', 'readwrite');
      const current = (await transaction.store.get(STATE))?.revision ?? 0;
      if (current === revision) await transaction.store.put(sealed, STATE);
      await transaction.done;
      return current === revision;
    },
  };
}
