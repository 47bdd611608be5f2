import { openKeyVault, SecretsManagerKeyVault } from '@zk-income/persistence';
import { loadConfig, StatefulServiceConfig } from '@zk-income/service-kit';
import { FileKeyVault, type KeyVault, KeyVaultError } from '@zk-income/signing-keys';
import { type KeyCommand, parseKeyCommand, runKeyCommand } from './key-command.js';

/** The vault of the configuration, or a copy of its keys in a file. */
async function openVault(
  { service, action, output, create, dryRun }: KeyCommand,
  config: StatefulServiceConfig,
): Promise<KeyVault> {
  const vault = openKeyVault(service, config);
  if (create && !dryRun && vault instanceof SecretsManagerKeyVault) await vault.create();
  if (output === undefined) return vault;
  const copy = new FileKeyVault(output);
  if (action !== 'list' && (await copy.read()).length === 0) await copy.replace(await vault.read());
  return copy;
}

/** Runs `zk-income keys` and returns the exit code. */
export async function keys(args: readonly string[]): Promise<number> {
  try {
    const command = parseKeyCommand(args, ['issuer', 'verifier']);
    const vault = await openVault(command, loadConfig(StatefulServiceConfig));
    for (const line of (await runKeyCommand(command, vault)).lines) console.log(line);
    return 0;
  } catch (error) {
    if (!(error instanceof KeyVaultError) && (error as Error).name !== 'ConfigError') throw error;
    console.error((error as Error).message);
    return 1;
  }
}
