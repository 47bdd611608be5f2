import 'reflect-metadata';
import { openKeyVault, SecretsManagerKeyVault } from '@zk-income/persistence';
import { loadConfig, StatefulServiceConfig } from '@zk-income/service-kit';
import { FileKeyVault, type KeyVault } from '@zk-income/signing-keys';

export interface VaultOptions {
  readonly service: string;
  /** Creates the secret in AWS Secrets Manager if it does not exist. */
  readonly createSecret: boolean;
  /** Works on a copy of the keys in this file. */
  readonly output?: string | undefined;
  /** Fills the file with the keys of the vault if it has none. */
  readonly copyToOutput: boolean;
}

/** Opens the vault that the environment variables name, or a copy of its keys in a file. */
export async function openVault(options: VaultOptions): Promise<KeyVault> {
  const { service, createSecret, output, copyToOutput } = options;
  const vault = openKeyVault(service, loadConfig(StatefulServiceConfig));
  if (createSecret && vault instanceof SecretsManagerKeyVault) await vault.create();
  if (output === undefined) return vault;
  const copy = new FileKeyVault(output);
  if (copyToOutput && (await copy.read()).length === 0) await copy.replace(await vault.read());
  return copy;
}
