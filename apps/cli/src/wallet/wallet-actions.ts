import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeHistory, readRecoveryCode, Wallet } from '@zk-income/holder';
import type { Context } from '../context.js';
import { CommandError, EXIT_CODE } from '../errors.js';
import type { Result } from '../result.js';
import type { WalletLocation } from './wallet-location.js';
import {
  amountInWords,
  credentialInWords,
  issuerInWords,
  meterInWords,
  partyInWords,
} from './wallet-texts.js';

export const openWallet = async (location: WalletLocation, context: Context): Promise<Wallet> =>
  Wallet.open(await context.walletOptions(location));

export interface ReceiveOptions extends WalletLocation {
  readonly code?: string;
  readonly yes?: boolean;
}

const answerYes = async (context: Context, question: string): Promise<boolean> =>
  /^y(es)?$/i.test((await context.ask?.(`${question} [y/N] `))?.trim() ?? '');

/** `zk-income wallet receive` */
export async function receiveCredential(
  link: string,
  options: ReceiveOptions,
  context: Context,
): Promise<Result> {
  const wallet = await openWallet(options, context);
  const offer = await wallet.readOffer(link);
  const { issuer, needsCode } = offer;
  const isListed = issuer.level === 'listed';
  if (!isListed && !options.yes) {
    const question = `${issuerInWords(issuer)} is not on your trust list. Receive a credential from it?`;
    if (!(await answerYes(context, question)))
      throw new CommandError(`${issuerInWords(issuer)} is not on your trust list: accept it with --yes.`);
  }
  const code = options.code ?? (needsCode ? await context.ask?.('Code from the issuer: ') : undefined);
  const credential = await wallet.receive(offer, {
    ...(code !== undefined && { code }),
    acceptUnlisted: !isListed,
  });
  return {
    lines: [`Received ${credentialInWords(credential)}.`],
    json: { credential },
  };
}

export interface ListOptions extends WalletLocation {
  readonly amounts?: boolean;
  readonly refresh?: boolean;
}

/** `zk-income wallet list` */
export async function listCredentials(options: ListOptions, context: Context): Promise<Result> {
  const wallet = await openWallet(options, context);
  const credentials = options.refresh ? await wallet.refreshStatus() : await wallet.credentials();
  const lines: string[] = [];
  const json: object[] = [];
  for (const credential of credentials) {
    const amounts = options.amounts ? await wallet.amounts(credential.id) : undefined;
    json.push({ ...credential, ...(amounts && { amounts }) });
    lines.push(credentialInWords(credential));
    if (!amounts) {
      lines.push(`    ${credential.attributes.join(', ')}`);
      continue;
    }
    for (const [name, value] of Object.entries(amounts))
      lines.push(`    ${name}: ${amountInWords(name, value, credential.currency)}`);
  }
  if (credentials.length === 0) lines.push('The wallet is empty. `wallet receive LINK` fills it.');
  return { lines, json: { credentials: json } };
}

/** `zk-income wallet history` */
export async function showHistory(options: WalletLocation, context: Context): Promise<Result> {
  const wallet = await openWallet(options, context);
  const [history, meter] = [await wallet.history(), await wallet.meter()];
  const lines = history.flatMap((entry) => [
    `${entry.at}  ${describeHistory(entry).en}`,
    ...entry.statements.map(({ en }) => `    ${en}`),
    ...(entry.discloses.length > 0 ? [`    Disclosed: ${entry.discloses.join(', ')}`] : []),
  ]);
  if (history.length === 0) lines.push('Nothing was shown to any verifier.');
  if (meter.rows.length > 0)
    lines.push('', 'What verifiers can infer from answers and refusals:', ...meterInWords(meter));
  return { lines, json: { history, meter } };
}

/** `zk-income wallet decline` */
export async function declineRequest(
  link: string,
  options: WalletLocation,
  context: Context,
): Promise<Result> {
  const wallet = await openWallet(options, context);
  const request = await wallet.readRequest(link);
  const { redirectUri } = await wallet.decline(request);
  return {
    lines: [
      `Declined. ${partyInWords(request.asker)} cannot tell whether you did not want to answer or could not.`,
      ...(redirectUri === undefined ? [] : [`Go on at ${redirectUri}`]),
    ],
    json: { declined: true, ...(redirectUri !== undefined && { redirect_uri: redirectUri }) },
  };
}

/** `zk-income wallet backup` */
export async function backUp(path: string, options: WalletLocation, context: Context): Promise<Result> {
  const wallet = await openWallet(options, context);
  const target = resolve(context.folder, path);
  // Before the instances are moved: afterwards the file is the only place where they are.
  reserve(target);
  const { code, file, id, moved } = await wallet.exportBackup();
  writeFileSync(target, file, { mode: 0o600 });
  return {
    lines: [
      `Moved ${moved} shares to ${target}. This wallet cannot use them any more.`,
      `Recovery code, which is shown only now: ${code}`,
      `To take the shares back instead, destroy the file and run: wallet cancel-backup ${id}`,
    ],
    json: { file: target, code, id, moved },
  };
}

function reserve(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch {
    throw new CommandError(
      `Could not create ${path}: choose a file that does not exist.`,
      EXIT_CODE.wrongUsage,
    );
  }
}

/** `zk-income wallet cancel-backup` */
export async function cancelBackup(id: string, options: WalletLocation, context: Context): Promise<Result> {
  const wallet = await openWallet(options, context);
  await wallet.cancelBackup(id);
  return {
    lines: ['This wallet uses its shares again. The file of the backup must not exist any more.'],
    json: { cancelled: id },
  };
}

export interface RestoreOptions extends WalletLocation {
  readonly code?: string;
}

/** `zk-income wallet restore` */
export async function restore(path: string, options: RestoreOptions, context: Context): Promise<Result> {
  const source = resolve(context.folder, path);
  let file: Uint8Array;
  try {
    file = readFileSync(source);
  } catch {
    throw new CommandError(`Could not read ${source}.`, EXIT_CODE.wrongUsage);
  }
  const code = options.code ?? (await context.ask?.('Recovery code: ')) ?? '';
  if (readRecoveryCode(code) === undefined)
    throw new CommandError(
      'Expected the recovery code: 24 letters and digits in groups of four.',
      EXIT_CODE.wrongUsage,
    );
  const wallet = await Wallet.restore(file, code, await context.walletOptions(options));
  const credentials = await wallet.credentials();
  return {
    lines: [
      `Restored. Destroy ${source}: a share that two devices show can be linked.`,
      ...credentials.map(credentialInWords),
    ],
    json: { restored: true, credentials },
  };
}
