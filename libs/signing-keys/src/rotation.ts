import { type Clock, systemClock } from '@zk-income/credential';
import { generateKey } from './generate-key.js';
import { isPublished } from './key-stages.js';
import { type KeyVault, KeyVaultError, type KeyVersion } from './key-vault.js';

/** A next key may sign once it has been published this long: longer than services and verifiers cache key sets. */
export const MIN_PUBLISHED_SECONDS = 15 * 60;
/** The longest validity of a credential, and one day. */
export const DEFAULT_KEEP_DAYS = 367;
const DAY_SECONDS = 86_400;

/** The outcome of one rotation step; times are seconds since the epoch. In a dry run a new key has no `kid` yet. */
export type RotationStep =
  | { readonly outcome: 'first_key_created'; readonly kid?: string }
  | { readonly outcome: 'next_key_published'; readonly kid?: string; readonly signsFrom: number }
  | {
      readonly outcome: 'key_replaced';
      readonly kid?: string;
      readonly replacedKid: string;
      readonly publishedUntil: number;
    }
  | { readonly outcome: 'next_key_too_new'; readonly kid: string; readonly signsFrom: number };

export interface RotateOptions {
  /** Days for which the replaced key stays published. */
  readonly keepDays: number;
  /** Creates a key and signs with it at once, for a leaked current key. */
  readonly immediately?: boolean;
  /** Returns the step that would be taken, and changes nothing. */
  readonly dryRun?: boolean;
  readonly clock?: Clock;
}

/** The kid of a version, or the vault's identifier for a key without one. */
export const keyIdOf = ({ privateJwk, id }: KeyVersion): string => privateJwk.kid ?? id;

const secondsOf = (clock: Clock): number => Math.floor(clock.now() / 1000);

/** Seconds since a key was created; infinite for a key without a recorded creation time. */
const ageOf = ({ createdAt }: KeyVersion, now: number): number =>
  createdAt === undefined ? Number.POSITIVE_INFINITY : now - createdAt;

const findStage = (versions: readonly KeyVersion[], stage: KeyVersion['stage']) =>
  versions.find((version) => version.stage === stage);

/**
 * Takes the next step of a rotation: creates the first key, or publishes a next key, or makes a next key that has
 * been published for `MIN_PUBLISHED_SECONDS` the current key.
 */
export async function rotateKeys(vault: KeyVault, options: RotateOptions): Promise<RotationStep> {
  const { keepDays, immediately = false, dryRun = false, clock = systemClock } = options;
  const now = secondsOf(clock);
  const versions = await vault.read();
  const addKey = async (): Promise<{ kid?: string }> => {
    if (dryRun) return {};
    const key = await generateKey();
    await vault.add(key);
    return { kid: key.kid! };
  };
  const current = findStage(versions, 'current');
  if (!current) return { outcome: 'first_key_created', ...(await addKey()) };

  const next = findStage(versions, 'next');
  if (!next && !immediately) {
    return { outcome: 'next_key_published', ...(await addKey()), signsFrom: now + MIN_PUBLISHED_SECONDS };
  }
  if (next && !immediately && ageOf(next, now) < MIN_PUBLISHED_SECONDS) {
    const signsFrom = next.createdAt! + MIN_PUBLISHED_SECONDS;
    return { outcome: 'next_key_too_new', kid: keyIdOf(next), signsFrom };
  }
  const replacement = next && !immediately ? { kid: keyIdOf(next) } : await addKey();
  const publishedUntil = now + keepDays * DAY_SECONDS;
  if (!dryRun) await vault.promote(publishedUntil);
  return { outcome: 'key_replaced', ...replacement, replacedKid: keyIdOf(current), publishedUntil };
}

export interface RetireOptions {
  /** Removes this key at once; without it every key that is no longer published. */
  readonly kid?: string | undefined;
  readonly dryRun?: boolean;
  readonly clock?: Clock;
}

/**
 * Removes keys from a vault.
 *
 * @returns the kids of the removed keys
 * @throws KeyVaultError if `kid` is unknown or the current key
 */
export async function retireKeys(vault: KeyVault, options: RetireOptions = {}): Promise<readonly string[]> {
  const { kid, dryRun = false, clock = systemClock } = options;
  const now = secondsOf(clock);
  const chosen = (await vault.read()).filter((version) =>
    kid === undefined ? !isPublished(version, now) : keyIdOf(version) === kid,
  );
  if (kid !== undefined && chosen.length === 0)
    throw new KeyVaultError(`Key ${kid} not found in ${vault.location}.`);
  if (chosen.some(({ stage }) => stage === 'current')) {
    throw new KeyVaultError(
      `Key ${kid} is the current signing key. Replace it first: npm run keys -- rotate --service SERVICE --now`,
    );
  }
  for (const { id } of dryRun ? [] : chosen) await vault.remove(id);
  return chosen.map(keyIdOf);
}

export interface RotationSchedule {
  /** Age in days at which the current key is replaced. */
  readonly afterDays: number;
  /** Days for which a replaced key stays published. */
  readonly keepDays: number;
}

/** What a scheduled run did. */
export interface ScheduledRotation {
  readonly rotation:
    | RotationStep
    | { readonly outcome: 'not_due'; readonly kid: string; readonly ageDays: number };
  readonly retiredKids: readonly string[];
}

/**
 * Takes the rotation step that is due, if any, and removes keys that are no longer published. Run it daily; more
 * often does no harm. A next key that an operator created is promoted whatever the age of the current key.
 */
export async function rotateIfDue(
  vault: KeyVault,
  { afterDays, keepDays }: RotationSchedule,
  clock: Clock = systemClock,
): Promise<ScheduledRotation> {
  const versions = await vault.read();
  const current = findStage(versions, 'current');
  const ageDays = current && ageOf(current, secondsOf(clock)) / DAY_SECONDS;
  const isDue = ageDays === undefined || ageDays >= afterDays || findStage(versions, 'next') !== undefined;
  const rotation = isDue
    ? await rotateKeys(vault, { keepDays, clock })
    : { outcome: 'not_due' as const, kid: keyIdOf(current!), ageDays: Math.max(0, Math.floor(ageDays)) };
  return { rotation, retiredKids: await retireKeys(vault, { clock }) };
}
