import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WalletError } from '../wallet-error.js';

const RETRY_MS = 20;
/** No operation under a lock takes longer. */
const MAX_WAIT_MS = 20_000;
/** Between taking over the lock of a dead process, and looking whether another process did so too. */
const TAKEOVER_MS = 100;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const ownerOf = async (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(() => undefined);

async function tryLock(path: string, owner: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(owner);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = await ownerOf(path);
  const pid = Number(holder?.split(' ')[0]);
  if (holder === undefined || holder === '' || isRunning(pid)) return false;
  // The process that had the lock has died.
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, owner, { mode: 0o600 });
  await rename(own, path);
  await sleep(TAKEOVER_MS);
  return (await ownerOf(path)) === owner;
}

/**
 * Runs an action while no other process or object runs one with the same lock file.
 *
 * @throws WalletError `storage_changed` where others hold the lock all the time
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const owner = `${process.pid} ${randomBytes(12).toString('hex')}`;
  for (let waited = 0; !(await tryLock(path, owner)); waited += RETRY_MS) {
    if (waited > MAX_WAIT_MS)
      throw new WalletError('storage_changed', { detail: `Another process holds the lock ${path}.` });
    await sleep(RETRY_MS);
  }
  try {
    return await action();
  } finally {
    if ((await ownerOf(path)) === owner) await rm(path, { force: true });
  }
}
