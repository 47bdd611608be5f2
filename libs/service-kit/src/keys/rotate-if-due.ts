import { type Clock, type KeyVault, type KeyVersion, systemClock } from '@zk-income/credential';
import { ageOf, isKnownEverywhere, type KeyCommand, runKeyCommand } from './key-command.js';

const DAY_SECONDS = 86_400;

export interface KeyRotation {
  readonly service: string;
  /** A current key that is as old as this is replaced. */
  readonly afterDays: number;
  /** For how long a replaced key stays published. */
  readonly keepDays: number;
}

/**
 * Takes the one step of a rotation that is due, if one is, and forgets keys that are not published any more. To be
 * run every day, and as often besides as anybody likes: makes the first key where there is none, a next one when the
 * current one is old, and on a later run, when that has been published for long enough, makes it the current one.
 *
 * @returns what was done, without a private part
 */
export async function rotateIfDue(
  vault: KeyVault,
  rotation: KeyRotation,
  clock: Clock = systemClock,
): Promise<string[]> {
  const { service, keepDays } = rotation;
  const run = (action: KeyCommand['action']): Promise<string[]> =>
    runKeyCommand({ action, service, keepDays, dryRun: false, now: false, create: false }, vault, clock);
  const now = Math.floor(clock.now() / 1000);
  const waits = whyNotDue(await vault.read(), rotation, now);
  return [...(waits === undefined ? await run('rotate') : [waits]), ...(await run('retire'))];
}

/** Undefined where a step is due. */
function whyNotDue(
  versions: readonly KeyVersion[],
  { afterDays }: KeyRotation,
  now: number,
): string | undefined {
  const current = versions.find(({ stage }) => stage === 'current');
  if (!current) return undefined;
  const next = versions.find(({ stage }) => stage === 'next');
  if (next) return isKnownEverywhere(next, now) ? undefined : 'The next key is not known everywhere yet.';
  const days = ageOf(current, now) / DAY_SECONDS;
  if (days >= afterDays) return undefined;
  return `The current key is ${Math.max(0, Math.floor(days))} days old: it is replaced after ${afterDays}.`;
}
