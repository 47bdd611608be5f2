import { LANGUAGES } from '@zk-income/credential';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.js';
import { jsonOption } from '../options.js';
import type { Execute } from '../result.js';
import type { AnswerOptions } from './answer-request.js';
import type { ListOptions, ReceiveOptions, RestoreOptions } from './wallet-actions.js';
import type { WalletLocation } from './wallet-location.js';

const REASONS = [
  'window_too_narrow',
  'too_many_requests_of_verifier',
  'too_many_requests',
  'names_to_unlisted',
] as const;

const HELP = `
The wallet is the file --wallet; by default zk-income/wallet.json in $XDG_DATA_HOME, or in ~/.local/share. It contains
incomes and private keys, and only you can read it. Links are those of offers (openid-credential-offer://…, or the https
link of the page of an offer) and of requests (openid4vp://…, or the https link of the page of a request).`;

const collect = (value: string, list: readonly string[] = []): string[] => [...list, value];

type Common = WalletLocation & { readonly json?: boolean };

/** `zk-income wallet` */
export function defineWallet(wallet: Command, execute: Execute, context: Context): void {
  const actions = () => import('./wallet-actions.js');
  const subcommand = (name: string, description: string): Command =>
    wallet
      .command(name)
      .description(description)
      .option('--wallet <file>', 'the file of the wallet')
      .addOption(new Option('--ca <file>', 'further authorities to trust, in PEM').env('CA_FILE'))
      .option(
        '--trust <file>',
        'issuers and verifiers that you know by name, as JSON: { "issuers": [{ "iss", "name" }], "verifiers": [{ "host", "name" }] }',
      )
      .addOption(jsonOption());

  wallet.addHelpText('after', HELP);
  subcommand('receive', 'receive the credential of an offer')
    .argument('<link>', 'link of the offer')
    .option('--code <code>', 'the code that the issuer sent by another channel')
    .option('--yes', 'accept an issuer that is not on your trust list')
    .action((link: string, options: Common & ReceiveOptions) =>
      execute(options, async () => (await actions()).receiveCredential(link, options, context)),
    );
  subcommand('list', 'list the credentials')
    .option('--amounts', 'show the amounts')
    .option('--refresh', 'ask the issuers whether credentials are revoked')
    .action((options: Common & ListOptions) =>
      execute(options, async () => (await actions()).listCredentials(options, context)),
    );
  subcommand('answer', 'show what a request asks and tells, and answer it after you agree')
    .argument('<link>', 'link of the request')
    .option(
      '--credential <id>',
      'answer with this credential; NAME=ID where the request asks for several',
      collect,
    )
    .option('--alternative <id>', 'the alternative to answer, where the request has some')
    .option('--yes', 'agree without being asked')
    .addOption(
      new Option('--accept <reason>', 'with --yes: accept a reason to be careful')
        .choices(REASONS)
        .argParser((value: string, list: readonly string[] = []) => {
          if (!(REASONS as readonly string[]).includes(value))
            throw new InvalidArgumentError(`Expected one of ${REASONS.join(', ')}.`);
          return [...list, value];
        }),
    )
    .option('--dry-run', 'tell whether you would pass, and send nothing')
    .addOption(new Option('--language <code>', 'of the explanation').choices(LANGUAGES).default('en'))
    .action((link: string, options: Common & AnswerOptions) =>
      execute(options, async (progress) =>
        (await import('./answer-request.js')).answerRequest(link, options, context, progress),
      ),
    );
  subcommand('decline', 'tell a verifier that there will be no answer')
    .argument('<link>', 'link of the request')
    .action((link: string, options: Common) =>
      execute(options, async () => (await actions()).declineRequest(link, options, context)),
    );
  subcommand('history', 'list what was shown to whom, and what verifiers can infer from it').action(
    (options: Common) => execute(options, async () => (await actions()).showHistory(options, context)),
  );
  subcommand('backup', 'move the wallet into an encrypted file; this wallet cannot answer with it any more')
    .argument('<file>', 'a file that does not exist')
    .action((file: string, options: Common) =>
      execute(options, async () => (await actions()).backUp(file, options, context)),
    );
  subcommand('cancel-backup', 'take the shares of a backup back, after you have destroyed its file')
    .argument('<id>', 'as `backup` printed it')
    .action((id: string, options: Common) =>
      execute(options, async () => (await actions()).cancelBackup(id, options, context)),
    );
  subcommand('restore', 'restore a backup into an empty wallet')
    .argument('<file>', 'the file of the backup')
    .option('--code <code>', 'the recovery code; asked for on a terminal')
    .action((file: string, options: Common & RestoreOptions) =>
      execute(options, async () => (await actions()).restore(file, options, context)),
    );
}
