import type { Clock } from '@zk-income/credential';
import {
  isPublished,
  type KeyVault,
  KeyVaultError,
  type KeyVersion,
  keyIdOf,
  type RotationStep,
  retireKeys,
  rotateKeys,
} from '@zk-income/signing-keys';
import { isoTime, isoTimeOrNull } from '../iso-time.js';
import type { Result } from '../result.js';

const describeKey = (version: KeyVersion, now: number) => ({
  kid: keyIdOf(version),
  stage: version.stage,
  created_at: isoTimeOrNull(version.createdAt),
  published_until: isoTimeOrNull(version.publishedUntil),
  is_published: isPublished(version, now),
});

type KeyListing = ReturnType<typeof describeKey>;

/** Every key with its stage and times; never a private part. */
export async function listKeys(vault: KeyVault, clock: Clock): Promise<Result> {
  const now = Math.floor(clock.now() / 1000);
  const keys = (await vault.read()).map((version) => describeKey(version, now));
  return {
    lines: keys.length === 0 ? [`No keys in ${vault.location}.`] : keys.map(listLine),
    json: { keys },
  };
}

function listLine({ kid, stage, created_at, published_until, is_published }: KeyListing): string {
  const created = created_at === null ? 'created at an unknown time' : `created ${created_at}`;
  const until = published_until === null ? '' : `, published until ${published_until}`;
  return `${stage.padEnd(9)}${kid}  ${created}${until}${is_published ? '' : ' (expired)'}`;
}

export interface RotateCommand {
  readonly service: string;
  readonly keepDays: number;
  readonly now?: boolean;
  readonly dryRun?: boolean;
}

/** Takes the next step of a rotation. */
export async function rotateKey(command: RotateCommand, vault: KeyVault, clock: Clock): Promise<Result> {
  const { service, keepDays, now: immediately = false, dryRun = false } = command;
  const step = await rotateKeys(vault, { keepDays, immediately, dryRun, clock });
  if (step.outcome === 'next_key_too_new') {
    throw new KeyVaultError(
      `Key ${step.kid} was published too recently: verifiers may not have it yet. Retry after ${isoTime(step.signsFrom)}.`,
    );
  }
  const lines = [dryRun ? plannedStepLine(step, vault.location) : stepLine(step)];
  if (step.outcome === 'key_replaced' && immediately && !dryRun) {
    lines.push(
      `If the old key leaked, remove it: npm run keys -- retire --service ${service} --kid ${step.replacedKid}`,
    );
  }
  return { lines, json: stepJson(step, dryRun) };
}

type PossibleStep = Exclude<RotationStep, { readonly outcome: 'next_key_too_new' }>;

function stepJson(step: PossibleStep, dryRun: boolean): object {
  return {
    dry_run: dryRun,
    outcome: step.outcome,
    kid: step.kid ?? null,
    ...(step.outcome === 'next_key_published' && { signs_from: isoTime(step.signsFrom) }),
    ...(step.outcome === 'key_replaced' && {
      replaced_kid: step.replacedKid,
      published_until: isoTime(step.publishedUntil),
    }),
  };
}

function stepLine(step: PossibleStep): string {
  switch (step.outcome) {
    case 'first_key_created':
      return `Created the first key ${step.kid}. It is the signing key.`;
    case 'next_key_published':
      return `Published the next key ${step.kid}. It does not sign yet. Run the command again after ${isoTime(step.signsFrom)} to sign with it.`;
    case 'key_replaced':
      return `Key ${step.kid} is now the signing key. Key ${step.replacedKid} stays published until ${isoTime(step.publishedUntil)}.`;
    default:
      return step satisfies never;
  }
}

function plannedStepLine(step: PossibleStep, location: string): string {
  switch (step.outcome) {
    case 'first_key_created':
      return `Would create the first key in ${location}.`;
    case 'next_key_published':
      return `Would publish a next key in ${location}.`;
    case 'key_replaced':
      return `Would replace the signing key ${step.replacedKid} with ${step.kid ?? 'a new key'} and keep it published until ${isoTime(step.publishedUntil)}.`;
    default:
      return step satisfies never;
  }
}

export interface RetireCommand {
  readonly kid?: string;
  readonly dryRun?: boolean;
}

/** Removes keys that are no longer published, or one key at once. */
export async function retireKey(command: RetireCommand, vault: KeyVault, clock: Clock): Promise<Result> {
  const { kid, dryRun = false } = command;
  const kids = await retireKeys(vault, { kid, dryRun, clock });
  const verb = dryRun ? 'Would remove' : 'Removed';
  return {
    lines:
      kids.length === 0
        ? ['All keys are still published. Nothing to remove.']
        : kids.map((removed) => `${verb} key ${removed}.`),
    json: { dry_run: dryRun, kids },
  };
}
