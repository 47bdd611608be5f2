import { join } from 'node:path';
import { EnvironmentKeyVault, FileKeyVault, type KeyVault, KeyVaultError } from '@zk-income/signing-keys';
import { SecretsManagerKeyVault } from './secrets-manager-key-vault.js';

/** The variables that select the key vault of a service. */
export interface KeyVaultConfig {
  readonly KEY_PROVIDER: 'file' | 'environment' | 'secrets-manager';
  readonly DATA_DIR: string;
  readonly SIGNING_KEYS?: string;
  readonly KEY_SECRET_ID?: string;
  readonly AWS_REGION?: string;
  readonly SECRETS_ENDPOINT?: string;
}

/** The key file of a service with `KEY_PROVIDER=file`. */
const keyFilePath = (service: string, { DATA_DIR }: Pick<KeyVaultConfig, 'DATA_DIR'>): string =>
  join(DATA_DIR, 'keys', `${service}.jwk.json`);

/**
 * Opens the key vault that the configuration names.
 *
 * @throws KeyVaultError if a variable that the provider requires is missing
 */
export function openKeyVault(service: string, config: KeyVaultConfig): KeyVault {
  switch (config.KEY_PROVIDER) {
    case 'file':
      return new FileKeyVault(keyFilePath(service, config));
    case 'environment':
      if (config.SIGNING_KEYS === undefined) throw missing(config.KEY_PROVIDER, 'SIGNING_KEYS');
      return new EnvironmentKeyVault('SIGNING_KEYS', config.SIGNING_KEYS);
    case 'secrets-manager':
      if (config.KEY_SECRET_ID === undefined) throw missing(config.KEY_PROVIDER, 'KEY_SECRET_ID');
      return new SecretsManagerKeyVault({
        secretId: config.KEY_SECRET_ID,
        region: config.AWS_REGION,
        endpoint: config.SECRETS_ENDPOINT,
      });
    default:
      return config.KEY_PROVIDER satisfies never;
  }
}

const missing = (provider: string, variable: string): KeyVaultError =>
  new KeyVaultError(`KEY_PROVIDER=${provider} requires ${variable}.`);
