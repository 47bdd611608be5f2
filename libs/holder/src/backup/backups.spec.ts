import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '@zk-income/credential';
import { memoryStorage, Wallet, WalletError, type WalletStorage } from '../index.js';
import { WalletStore } from '../storage/wallet-store.js';
import { noCertificates, walletWithCredential } from '../testing/index.js';
import { Backups, restoreBackup } from './backups.js';

let storage: WalletStorage;
let backups: Backups;
let source: Awaited<ReturnType<typeof walletWithCredential>>;

beforeEach(async () => {
  storage = memoryStorage();
  source = await walletWithCredential({ storage });
  backups = new Backups(new WalletStore(storage), systemClock);
});

const open = (of: WalletStorage) =>
  Wallet.open({
    storage: of,
    trust: source.issuer.trust,
    certificates: noCertificates,
    fetch: source.issuer.fetch,
  });

async function codeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return 'done';
  } catch (error) {
    if (error instanceof WalletError) return error.code;
    throw error;
  }
}

const sharesOf = async (of: WalletStorage) => {
  const [credential] = await (await open(of)).credentials();
  return credential!.shares;
};

describe('a backup', () => {
  test('moves all instances: the new device has them, and this one does not any more', async () => {
    const { of } = source.credential.shares;
    const { file, code, moved } = await backups.export();
    expect(moved).toBe(of);
    expect(await sharesOf(storage)).toEqual({ left: 0, of });

    const target = memoryStorage();
    await restoreBackup(target, file, code);
    expect(await sharesOf(target)).toEqual({ left: of, of });
    const wallet = await open(target);
    expect(await wallet.amounts(source.credential.id)).toMatchObject({ gross_income: '5400000' });
    // The keys sign, and can be moved again.
    const { state } = await target.read();
    const key = await target.keys.get(state.credentials[0]!.instances[0]!.keyId);
    expect(await key!.sign('text')).toMatch(/^[\w-]{86}$/);
    expect(key!.wrapped).toBeDefined();
    expect((await new Backups(new WalletStore(target), systemClock).export()).moved).toBe(of);
  });

  test('takes along what was shown to whom, but not instances that were used', async () => {
    const { revision, state } = await storage.read();
    const [first] = state.credentials[0]!.instances;
    const entry = {
      request: 'r',
      verifier: 'a.example',
      answeredAt: 1,
      outcome: 'proved',
      facts: [],
    } as const;
    await storage.write(
      { ...state, ledger: { entries: [entry], bindings: { [first!.hash]: 'shown' } } },
      revision,
    );
    const { of } = source.credential.shares;
    const { file, code, moved } = await backups.export();
    expect(moved).toBe(of - 1);
    const target = memoryStorage();
    await restoreBackup(target, file, code);
    expect(await sharesOf(target)).toEqual({ left: of - 1, of });
    expect((await target.read()).state.ledger).toEqual({
      entries: [entry],
      bindings: { [first!.hash]: 'shown' },
    });
    expect(await target.keys.get(first!.keyId)).toBeUndefined();
  });

  test('can be cancelled by a person who has destroyed the file', async () => {
    const { of } = source.credential.shares;
    const { id } = await backups.export();
    await backups.cancel('another');
    expect((await sharesOf(storage)).left).toBe(0);
    await backups.cancel(id);
    expect((await sharesOf(storage)).left).toBe(of);
  });

  test('is not made from what changes at the same time: an instance would be used twice', async () => {
    const store = new WalletStore(storage);
    const interrupted = new Backups(
      // An answer is recorded after the state was read.
      Object.assign(Object.create(store) as WalletStore, {
        update: async (change: Parameters<WalletStore['update']>[0]) => {
          const { revision, state } = await storage.read();
          const bindings = { [state.credentials[0]!.instances[0]!.hash]: 'shown' };
          await storage.write({ ...state, ledger: { ...state.ledger, bindings } }, revision);
          return store.update(change);
        },
      }),
      systemClock,
    );
    expect(await codeOf(interrupted.export())).toBe('storage_changed');
    const { left, of } = await sharesOf(storage);
    expect(left).toBe(of - 1);
  });

  test('is restored into an empty wallet only', async () => {
    const { file, code } = await backups.export();
    expect(await codeOf(restoreBackup(storage, file, code))).toBe('wallet_not_empty');
    const target = memoryStorage();
    expect(await codeOf(restoreBackup(target, file.slice(1), code))).toBe('backup_malformed');
    await restoreBackup(target, file, code);
    expect(await codeOf(restoreBackup(target, file, code))).toBe('wallet_not_empty');
  });

  test('leaves keys behind that were made without a wrapper', async () => {
    const { keys } = storage;
    const [key] = await keys.create(1);
    const { revision, state } = await storage.read();
    const [credential] = state.credentials;
    const instance = { ...credential!.instances[0]!, keyId: key!.id };
    await storage.write(
      {
        ...state,
        credentials: [{ ...credential!, instances: [instance, ...credential!.instances.slice(1)] }],
      },
      revision,
    );
    const { of } = source.credential.shares;
    const { file, code, moved } = await backups.export();
    expect(moved).toBe(of - 1);
    expect((await sharesOf(storage)).left).toBe(1);
    const target = memoryStorage();
    await restoreBackup(target, file, code);
    expect((await sharesOf(target)).left).toBe(of - 1);
  });
});
