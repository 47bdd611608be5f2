import { parseArgs } from 'node:util';
import {
  type Clock,
  type KeyVault,
  KeyVaultError,
  type KeyVersion,
  systemClock,
} from '@zk-income/credential';
import { isPublished } from './key-stages.js';
import { makeKey } from './make-key.js';

/** Until a key that was published is known everywhere: the caches of services and of verifiers, and some more. */
const LEAST_PUBLISHED_SECONDS = 15 * 60;
/** The longest that a credential is valid, and a day. */
const DEFAULT_KEEP_DAYS = 367;
const DAY_SECONDS = 86_400;

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

/** Seconds since a key was made; a key of which nobody knows that is older than any. */
export const ageOf = ({ createdAt }: KeyVersion, now: number): number =>
  createdAt === undefined ? Number.POSITIVE_INFINITY : now - createdAt;

/** Whether a next key has been published for long enough to sign. */
export const isKnownEverywhere = (next: KeyVersion, now: number): boolean =>
  ageOf(next, now) >= LEAST_PUBLISHED_SECONDS;

/** Does a command and returns what to print. Prints no private part, whatever the vault holds. */
export async function runKeyCommand(
  command: KeyCommand,
  vault: KeyVault,
  clock: Clock = systemClock,
): Promise<string[]> {
  const now = Math.floor(clock.now() / 1000);
  switch (command.action) {
    case 'list':
      return list(await vault.read(), vault.where, now);
    case 'rotate':
      return rotate(command, vault, now);
    case 'retire':
      return retire(command, vault, now);
  }
}

const date = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);
const nameOf = ({ privateJwk, id }: KeyVersion): string => privateJwk.kid ?? id;

function list(versions: readonly KeyVersion[], where: string, now: number): string[] {
  if (versions.length === 0) return [`No keys in ${where}.`];
  return versions.map((version) => {
    const { stage, createdAt, publishedUntil } = version;
    const made = createdAt === undefined ? 'at an unknown time' : date(createdAt);
    const until = publishedUntil === undefined ? '' : `, published until ${date(publishedUntil)}`;
    return `${stage.padEnd(9)}${nameOf(version)}  made ${made}${until}${isPublished(version, now) ? '' : ' (no longer)'}`;
  });
}

async function rotate(command: KeyCommand, vault: KeyVault, now: number): Promise<string[]> {
  const versions = await vault.read();
  const would = (done: string, planned: string) => [command.dryRun ? `Would ${planned}` : done];
  const next = versions.find(({ stage }) => stage === 'next');
  const current = versions.find(({ stage }) => stage === 'current');
  const makeAndAdd = async () => {
    const key = await makeKey();
    if (!command.dryRun) await vault.add(key);
    return key.kid!;
  };
  if (!current) {
    const kid = await makeAndAdd();
    return would(`The key ${kid} signs from now on.`, `make the first key in ${vault.where}.`);
  }
  const publishedUntil = now + command.keepDays * DAY_SECONDS;
  if (!next || command.now) {
    const kid = await makeAndAdd();
    if (!command.now) {
      return would(
        `The key ${kid} is published and does not sign yet. In 15 minutes run this again to make it the current one.`,
        `make a next key in ${vault.where} and publish it.`,
      );
    }
    if (!command.dryRun) await vault.promote(publishedUntil);
    return would(
      `The key ${kid} signs from now on; ${nameOf(current)} stays published until ${date(publishedUntil)}. ` +
        `If it has leaked: npm run keys -- retire --service ${command.service} --kid ${nameOf(current)}`,
      `make a key and sign with it at once in the place of ${nameOf(current)}.`,
    );
  }
  if (!isKnownEverywhere(next, now)) {
    const minutes = Math.ceil((LEAST_PUBLISHED_SECONDS - ageOf(next, now)) / 60);
    throw new KeyVaultError(
      `The key ${nameOf(next)} has been published for too short a time: not everybody knows it. Wait ${minutes} more minutes.`,
    );
  }
  if (!command.dryRun) await vault.promote(publishedUntil);
  return would(
    `The key ${nameOf(next)} signs from now on; ${nameOf(current)} stays published until ${date(publishedUntil)}.`,
    `sign with ${nameOf(next)} in the place of ${nameOf(current)}, which stays published until ${date(publishedUntil)}.`,
  );
}

async function retire({ kid, dryRun }: KeyCommand, vault: KeyVault, now: number): Promise<string[]> {
  const versions = await vault.read();
  const chosen = versions.filter((version) =>
    kid === undefined ? !isPublished(version, now) : nameOf(version) === kid,
  );
  if (kid !== undefined && chosen.length === 0)
    throw new KeyVaultError(`There is no key ${kid} in ${vault.where}.`);
  if (chosen.some(({ stage }) => stage === 'current')) {
    throw new KeyVaultError('This key signs at the moment. First: npm run keys -- rotate --now');
  }
  if (chosen.length === 0) return ['Every key is still needed.'];
  for (const { id } of dryRun ? [] : chosen) await vault.remove(id);
  return chosen.map((version) =>
    dryRun ? `Would forget the key ${nameOf(version)}.` : `The key ${nameOf(version)} is forgotten.`,
  );
}
