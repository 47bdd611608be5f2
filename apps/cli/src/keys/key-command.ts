import { parseArgs } from 'node:util';
import { type Clock, systemClock } from '@zk-income/credential';
import {
  DEFAULT_KEEP_DAYS,
  isPublished,
  type KeyVault,
  KeyVaultError,
  type KeyVersion,
  keyIdOf,
  type RotationStep,
  retireKeys,
  rotateKeys,
} from '@zk-income/signing-keys';

export const KEY_COMMAND_USAGE = `npm run keys -- <list | rotate | retire> --service <issuer | verifier> [options]

  list                what there is, never its private part
  rotate              makes the next key and publishes it; run again 15 minutes later it makes that key the current one
    --now             makes and uses a key at once, for when the current one has leaked
    --keep-days N     for how long the replaced key stays published (${DEFAULT_KEEP_DAYS})
  retire              forgets keys that are not published any more
    --kid KID         forgets this one at once; what it signed is no longer accepted
    --create          makes the secret too, where no infrastructure code makes it
  --dry-run           says what would be done and does nothing
  --output FILE       works on a copy of the keys in FILE; for keys in the environment
`;

export interface KeyCommand {
  readonly action: 'list' | 'rotate' | 'retire';
  readonly service: string;
  readonly dryRun: boolean;
  readonly now: boolean;
  readonly create: boolean;
  readonly keepDays: number;
  readonly kid?: string | undefined;
  readonly output?: string | undefined;
}

/** @throws KeyVaultError with the usage */
export function parseKeyCommand(args: readonly string[], services: readonly string[]): KeyCommand {
  const { values, positionals } = parse(args);
  const [action] = positionals;
  const keepDays = Number(values['keep-days'] ?? DEFAULT_KEEP_DAYS);
  const service = values.service ?? '';
  const isKnown = action === 'list' || action === 'rotate' || action === 'retire';
  if (!isKnown || positionals.length !== 1 || !services.includes(service)) {
    throw new KeyVaultError(KEY_COMMAND_USAGE);
  }
  if (!Number.isSafeInteger(keepDays) || keepDays < 1)
    throw new KeyVaultError('--keep-days: an integer from 1.');
  const { now = false, create = false, 'dry-run': dryRun = false, kid, output } = values;
  return { action, service, dryRun, now, create, keepDays, kid, output };
}

/** A thumbprint may start with a dash, which the parser would take for another option. */
const joinKid = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) =>
    args[i - 1] === '--kid' ? [] : arg === '--kid' ? [`--kid=${args[i + 1] ?? ''}`] : [arg],
  );

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: joinKid(args),
      allowPositionals: true,
      options: {
        service: { type: 'string' },
        'dry-run': { type: 'boolean' },
        now: { type: 'boolean' },
        create: { type: 'boolean' },
        'keep-days': { type: 'string' },
        kid: { type: 'string' },
        output: { type: 'string' },
      },
    });
  } catch (error) {
    throw new KeyVaultError(`${(error as Error).message}\n\n${KEY_COMMAND_USAGE}`);
  }
}

/** A report for operators (text) and programs (data). Contains no private part of any key. */
export interface KeyReport {
  readonly lines: readonly string[];
  readonly data: object;
}

export async function runKeyCommand(
  command: KeyCommand,
  vault: KeyVault,
  clock: Clock = systemClock,
): Promise<KeyReport> {
  switch (command.action) {
    case 'list':
      return list(await vault.read(), vault.location, Math.floor(clock.now() / 1000));
    case 'rotate':
      return rotate(command, vault, clock);
    case 'retire':
      return retire(command, vault, clock);
  }
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function list(versions: readonly KeyVersion[], location: string, now: number): KeyReport {
  const keys = versions.map((version) => ({
    kid: keyIdOf(version),
    stage: version.stage,
    created_at: version.createdAt === undefined ? null : isoTime(version.createdAt),
    published_until: version.publishedUntil === undefined ? null : isoTime(version.publishedUntil),
    is_published: isPublished(version, now),
  }));
  const lines = keys.map(({ kid, stage, created_at, published_until, is_published }) => {
    const until = published_until === null ? '' : `, published until ${published_until}`;
    const created = created_at === null ? 'created at an unknown time' : `created ${created_at}`;
    return `${stage.padEnd(9)}${kid}  ${created}${until}${is_published ? '' : ' (expired)'}`;
  });
  return { lines: keys.length === 0 ? [`No keys in ${location}.`] : lines, data: { keys } };
}

async function rotate(command: KeyCommand, vault: KeyVault, clock: Clock): Promise<KeyReport> {
  const { dryRun, keepDays, now: immediately, service } = command;
  const step = await rotateKeys(vault, { keepDays, immediately, dryRun, clock });
  if (step.outcome === 'next_key_too_new') {
    throw new KeyVaultError(
      `Key ${step.kid} was published too recently: verifiers may not have it yet. Retry at ${isoTime(step.signsFrom)}.`,
    );
  }
  const sentence = dryRun ? describePlannedStep(step, vault.location) : describeStep(step);
  const hint =
    step.outcome === 'key_replaced' && immediately && !dryRun
      ? [`If it leaked, remove it: npm run keys -- retire --service ${service} --kid ${step.replacedKid}`]
      : [];
  return { lines: [sentence, ...hint], data: { dry_run: dryRun, ...step } };
}

type PossibleStep = Exclude<RotationStep, { readonly outcome: 'next_key_too_new' }>;

function describeStep(step: PossibleStep): string {
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

function describePlannedStep(step: PossibleStep, location: string): string {
  switch (step.outcome) {
    case 'first_key_created':
      return `Would create the first key in ${location}.`;
    case 'next_key_published':
      return `Would publish a next key in ${location}.`;
    case 'key_replaced':
      return `Would replace the signing key ${step.replacedKid} by ${step.kid ?? 'a new key'} and keep it published until ${isoTime(step.publishedUntil)}.`;
    default:
      return step satisfies never;
  }
}

async function retire({ kid, dryRun }: KeyCommand, vault: KeyVault, clock: Clock): Promise<KeyReport> {
  const kids = await retireKeys(vault, { kid, dryRun, clock });
  const lines = kids.map((removed) => (dryRun ? `Would remove key ${removed}.` : `Removed key ${removed}.`));
  return {
    lines: lines.length === 0 ? ['All keys are still published. Nothing to remove.'] : lines,
    data: { dry_run: dryRun, kids },
  };
}
