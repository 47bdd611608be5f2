import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeBase64url, encodeBase64url, isObject, type PublicJwk } from '@zk-income/credential';
import {
  createKey,
  exportPrivateKey,
  importPrivateKey,
  importSecret,
  type KeyRecord,
  restoredKey,
  walletKeyOf,
} from '../storage/ec-keys.js';
import { emptyState, readState } from '../storage/state.js';
import type { KeyStore, WalletState, WalletStorage } from '../types.js';
import { WalletError } from '../wallet-error.js';
import { withLock } from './file-lock.js';

interface StoredKey {
  readonly publicJwk: PublicJwk;
  readonly pkcs8: string;
  readonly wrapped?: string;
}

interface WalletFile {
  readonly format: 'zk-income-wallet';
  readonly revision: number;
  readonly state: WalletState;
  readonly keys: Readonly<Record<string, StoredKey>>;
  /** Base64url. */
  readonly secrets: Readonly<Record<string, string>>;
}

const FORMAT = 'zk-income-wallet';
const PRIVATE = 0o600;

const emptyFile = (): WalletFile => ({
  format: FORMAT,
  revision: 0,
  state: emptyState(),
  keys: {},
  secrets: {},
});

function parseFile(text: string): WalletFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new WalletError('storage_damaged', { cause });
  }
  if (!isWalletFile(file)) throw new WalletError('storage_damaged');
  readState(file.state);
  return file;
}

const isWalletFile = (file: unknown): file is WalletFile =>
  isObject(file) &&
  file.format === FORMAT &&
  Number.isSafeInteger(file.revision) &&
  isObject(file.keys) &&
  isObject(file.secrets);

async function storedKeyOf({ publicJwk, privateKey, wrapped }: KeyRecord): Promise<StoredKey> {
  const pkcs8 = encodeBase64url(await exportPrivateKey(privateKey));
  return { publicJwk, pkcs8, ...(wrapped !== undefined && { wrapped }) };
}

/** One JSON file. Whoever can read it can use the wallet: it is readable for its owner only. */
class FileStorage implements WalletStorage {
  readonly keys: KeyStore = {
    create: async (count, wrapper) => {
      const made = await Promise.all(Array.from({ length: count }, () => createKey(wrapper, true)));
      await this.addKeys(made);
      return made.map(walletKeyOf);
    },
    get: async (id) => {
      const { keys } = await this.load();
      const stored = Object.hasOwn(keys, id) ? keys[id]! : undefined;
      if (!stored) return undefined;
      const { publicJwk, pkcs8, wrapped } = stored;
      const privateKey = await importPrivateKey(decodeBase64url(pkcs8)!);
      return walletKeyOf({ id, publicJwk, privateKey, ...(wrapped !== undefined && { wrapped }) });
    },
    remove: async (ids) => {
      if (ids.length === 0) return;
      await this.change((file) => ({
        ...file,
        keys: Object.fromEntries(Object.entries(file.keys).filter(([id]) => !ids.includes(id))),
      }));
    },
    restore: async (pkcs8, publicJwk, wrapped) => {
      const record = await restoredKey(pkcs8, publicJwk, wrapped, true);
      await this.addKeys([record]);
      return walletKeyOf(record);
    },
    secret: async (name) => {
      const { secrets } = await this.load();
      return Object.hasOwn(secrets, name) ? importSecret(decodeBase64url(secrets[name]!)!) : undefined;
    },
    setSecret: async (name, raw) => {
      const secret = encodeBase64url(raw);
      await this.change((file) => ({ ...file, secrets: { ...file.secrets, [name]: secret } }));
    },
  };

  constructor(private readonly path: string) {}

  async read(): ReturnType<WalletStorage['read']> {
    const { revision, state } = await this.load();
    return { revision, state };
  }

  async write(state: WalletState, revision: number): Promise<boolean> {
    let isWritten = false;
    await this.change((file) => {
      isWritten = file.revision === revision;
      return isWritten ? { ...file, state, revision: revision + 1 } : file;
    });
    return isWritten;
  }

  private async addKeys(records: readonly KeyRecord[]): Promise<void> {
    const added = await Promise.all(
      records.map(async (record) => [record.id, await storedKeyOf(record)] as const),
    );
    await this.change((file) => ({ ...file, keys: { ...file.keys, ...Object.fromEntries(added) } }));
  }

  private async load(): Promise<WalletFile> {
    try {
      return parseFile(await readFile(this.path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyFile();
      throw error;
    }
  }

  private async change(change: (file: WalletFile) => WalletFile): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await withLock(`${this.path}.lock`, async () => {
      const file = await this.load();
      const changed = change(file);
      if (changed !== file) await this.replace(JSON.stringify(changed));
    });
  }

  /** A crash leaves the file as it was or as it should be. */
  private async replace(text: string): Promise<void> {
    const temporary = `${this.path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const file = await open(temporary, 'wx', PRIVATE);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

/**
 * Keeps a wallet in a file, which only its owner may read (mode 0600). Several processes may use it.
 *
 * @param path of the file; its folder is created
 */
export const fileStorage = (path: string): WalletStorage => new FileStorage(path);
