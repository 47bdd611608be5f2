import {
  type Clock,
  decodeBase64url,
  encodeBase64url,
  isObject,
  type PublicJwk,
  publicJwkOf,
  randomBase64url,
} from '@zk-income/credential';
import { isFresh } from '../credentials.js';
import { readState } from '../storage/state.js';
import type { WalletStore } from '../storage/wallet-store.js';
import type { StoredInstance, WalletState, WalletStorage } from '../types.js';
import { WalletError } from '../wallet-error.js';
import { openBackup, sealBackup } from './backup-file.js';
import { unwrapKey, wrapPkcs8 } from './key-wrapping.js';
import { createRecoveryCode } from './recovery-code.js';

const TYPE = 'urn:zk-income:wallet-backup:1';
const ID_BYTES = 12;

/** A backup, whose instances this wallet does not use any more. */
export interface Backup {
  /** Shown once, and stored nowhere: without it the file is of no use. */
  readonly code: string;
  readonly file: Uint8Array;
  /** For `cancelBackup`. */
  readonly id: string;
  /** Instances that are in the file and nowhere else any more. */
  readonly moved: number;
}

interface MovedKey {
  readonly pkcs8: string;
  readonly publicJwk: PublicJwk;
}

interface BackupContent {
  readonly type: typeof TYPE;
  /** ISO 8601 */
  readonly madeAt: string;
  readonly state: WalletState;
  readonly keys: readonly MovedKey[];
}

/** In the ledger, a moved instance is bound to its backup: it is as used as one that a verifier has seen. */
const bindingOf = (id: string): string => JSON.stringify(['urn:zk-income:moved-to-backup', id]);

interface MovedInstance {
  readonly instance: StoredInstance;
  readonly key: MovedKey;
}

/** Moves a wallet to another device. */
export class Backups {
  constructor(
    private readonly store: WalletStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes everything into an encrypted file. The unused instances and their keys are moved: this wallet binds them to the
   * backup before it returns the file, so that no two devices show one instance to two verifiers, which could then link the
   * answers.
   *
   * @throws WalletError `storage_changed`
   */
  async export(): Promise<Backup> {
    const code = createRecoveryCode();
    const id = randomBase64url(ID_BYTES);
    const state = await this.store.read();
    const moved = await this.movable(state);
    const content: BackupContent = {
      type: TYPE,
      madeAt: new Date(this.clock.now()).toISOString(),
      state: withoutUnmoved(state, moved),
      keys: moved.map(({ key }) => key),
    };
    const file = await sealBackup(content, code);
    await this.store.update((current) => {
      // An answer that was given meanwhile is not in the file, and its instance would be used twice.
      if (JSON.stringify(current.ledger) !== JSON.stringify(state.ledger))
        throw new WalletError('storage_changed');
      const bound = moved.map(({ instance }) => [instance.hash, bindingOf(id)]);
      const bindings = { ...current.ledger.bindings, ...Object.fromEntries(bound) };
      return { ...current, ledger: { ...current.ledger, bindings } };
    });
    return { code, file, id, moved: moved.length };
  }

  /**
   * Takes the instances of a backup back, for a person who has destroyed the file: otherwise two devices could show one
   * instance.
   */
  async cancel(id: string): Promise<void> {
    await this.store.update((state) => {
      const bindings = Object.entries(state.ledger.bindings).filter(
        ([, binding]) => binding !== bindingOf(id),
      );
      return { ...state, ledger: { ...state.ledger, bindings: Object.fromEntries(bindings) } };
    });
  }

  private async movable(state: WalletState): Promise<MovedInstance[]> {
    const fresh = state.credentials
      .flatMap(({ instances }) => instances)
      .filter((instance) => isFresh(state, instance));
    const moved: MovedInstance[] = [];
    for (const instance of fresh) {
      const key = await this.store.keys.get(instance.keyId);
      const pkcs8 = key?.wrapped && (await unwrapKey(this.store.keys, key.wrapped));
      if (key && pkcs8)
        moved.push({ instance, key: { pkcs8: encodeBase64url(pkcs8), publicJwk: key.publicJwk } });
    }
    return moved;
  }
}

/** What is restored: without instances that stay, because their keys cannot travel, and without what only this device can end. */
function withoutUnmoved(state: WalletState, moved: readonly MovedInstance[]): WalletState {
  const travels = new Set(moved.map(({ instance }) => instance.hash));
  return {
    ...state,
    credentials: state.credentials.map((credential) => {
      const instances = credential.instances.filter(
        (instance) => travels.has(instance.hash) || !isFresh(state, instance),
      );
      return { ...credential, instances };
    }),
    pending: [],
  };
}

function readContent(value: unknown): BackupContent {
  const isContent =
    isObject(value) &&
    value.type === TYPE &&
    Array.isArray(value.keys) &&
    value.keys.every((key) => isObject(key) && typeof key.pkcs8 === 'string' && publicJwkOf(key.publicJwk));
  if (!isContent) throw new WalletError('backup_malformed');
  const content = value as unknown as BackupContent;
  return { ...content, state: readState(content.state) };
}

/**
 * Writes a backup into an empty storage.
 *
 * @throws WalletError `recovery_code_malformed`, `recovery_code_wrong`, `backup_malformed`, `storage_damaged`,
 * `wallet_not_empty`, `storage_changed`
 */
export async function restoreBackup(storage: WalletStorage, file: Uint8Array, code: string): Promise<void> {
  const { state, keys } = readContent(await openBackup(file, code));
  const { revision, state: present } = await storage.read();
  const isEmpty =
    present.credentials.length === 0 && present.ledger.entries.length === 0 && present.history.length === 0;
  if (!isEmpty) throw new WalletError('wallet_not_empty');
  for (const { pkcs8, publicJwk } of keys) {
    const bytes = decodeBase64url(pkcs8);
    if (bytes === undefined) throw new WalletError('backup_malformed');
    await storage.keys.restore(bytes, publicJwk, await wrapPkcs8(storage.keys, bytes));
  }
  if (!(await storage.write(state, revision))) throw new WalletError('storage_changed');
}
