import { DEFAULT_KEEP_DAYS, type KeyVault } from '@zk-income/signing-keys';
import { type Command, Option } from 'commander';
import type { Context } from '../context.js';
import { dryRunOption, integer, jsonOption, parseHost } from '../options.js';
import type { Execute } from '../result.js';
import type { CertificateRequestCommand } from './certificate-request.js';
import { listKeys, type RetireCommand, type RotateCommand, retireKey, rotateKey } from './key-actions.js';

interface CommonOptions {
  readonly service: string;
  readonly output?: string;
  readonly json?: boolean;
}

interface ChangeOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly create?: boolean;
}

const serviceOption = () =>
  new Option('--service <service>', 'service that owns the keys')
    .choices(['issuer', 'verifier'])
    .makeOptionMandatory();
const outputOption = () =>
  new Option(
    '--output <file>',
    'write the rotated keys to this file instead of the vault (needed with KEY_PROVIDER=environment)',
  );

const HELP = `
KEY_PROVIDER and the other variables of the service select the key vault.
The command never prints private keys. \`--output\` writes them to a file that only you can read.`;

/** `zk-income keys` */
export function defineKeys(keys: Command, execute: Execute, context: Context): void {
  const { clock } = context;
  const openToRead = ({ service, output }: CommonOptions): Promise<KeyVault> =>
    context.openVault({ service, output, createSecret: false, copyToOutput: false });
  const openToChange = ({ service, output, create = false, dryRun = false }: ChangeOptions) =>
    context.openVault({ service, output, createSecret: create && !dryRun, copyToOutput: true });

  keys.addHelpText('after', HELP);
  keys
    .command('list')
    .description('list all keys with their stages')
    .addOption(serviceOption())
    .addOption(outputOption())
    .addOption(jsonOption())
    .action((options: CommonOptions) =>
      execute(options, async () => listKeys(await openToRead(options), clock)),
    );
  keys
    .command('rotate')
    .description(
      'create and publish the next key; 15 minutes later or more, run it again to sign with that key',
    )
    .addOption(serviceOption())
    .option('--now', 'create a key and sign with it at once, for a leaked current key')
    .addOption(
      new Option('--keep-days <days>', 'days for which the replaced key stays published')
        .default(DEFAULT_KEEP_DAYS)
        .argParser(integer(1, Number.MAX_SAFE_INTEGER)),
    )
    .option('--create', 'create the secret in AWS Secrets Manager if it does not exist')
    .addOption(outputOption())
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((options: ChangeOptions & RotateCommand) =>
      execute(options, async () => rotateKey(options, await openToChange(options), clock)),
    );
  keys
    .command('csr')
    .description(
      'print a certificate signing request for the signing key; development packages must be installed',
    )
    .addOption(serviceOption())
    .requiredOption('--host <name>', 'DNS name for the certificate: the host of PUBLIC_URL', parseHost)
    .option('--next', 'for the key that signs after the next rotation')
    .addOption(outputOption())
    .addOption(jsonOption())
    .action((options: CommonOptions & CertificateRequestCommand) =>
      execute(options, async () => {
        const { requestCertificate } = await import('./certificate-request.js');
        return requestCertificate(options, await openToRead(options));
      }),
    );
  keys
    .command('retire')
    .description('remove keys that are no longer published')
    .addOption(serviceOption())
    .option('--kid <kid>', 'remove this key at once; verifiers then reject what it signed')
    .addOption(outputOption())
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((options: ChangeOptions & RetireCommand) =>
      execute(options, async () => retireKey(options, await openToChange(options), clock)),
    );
}
