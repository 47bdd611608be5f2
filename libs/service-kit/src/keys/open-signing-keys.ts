import { join } from 'node:path';
import { type KeyVault, KeyVaultError } from '@zk-income/credential';
import type { StatefulServiceConfig } from '../config/service-config.js';
import { watchKeys } from '../observability/instruments.js';
import { EnvironmentKeyVault } from './environment-key-vault.js';
import { FileKeyVault } from './file-key-vault.js';
import { RotatingSigningKeys } from './rotating-signing-keys.js';

/** Which secret to use; what it is read with belongs to a lib that this one does not know. */
export interface SecretLocation {
  readonly secretId: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** The file in which a service keeps its keys, unless it keeps them elsewhere. */
export const keyFile = (service: string, { DATA_DIR }: Pick<StatefulServiceConfig, 'DATA_DIR'>): string =>
  join(DATA_DIR, 'keys', `${service}.jwk.json`);

/** Where the configuration says that keys are. Throws `KeyVaultError` where it does not say enough. */
export function keyVault(
  service: string,
  config: StatefulServiceConfig,
  secretVault: (secret: SecretLocation) => KeyVault,
): KeyVault {
  switch (config.KEY_PROVIDER) {
    case 'file':
      return new FileKeyVault(keyFile(service, config));
    case 'environment':
      if (config.SIGNING_KEYS === undefined) throw missing(config.KEY_PROVIDER, 'SIGNING_KEYS');
      return new EnvironmentKeyVault('SIGNING_KEYS', config.SIGNING_KEYS);
    case 'secrets-manager':
      if (config.KEY_SECRET_ID === undefined) throw missing(config.KEY_PROVIDER, 'KEY_SECRET_ID');
      return secretVault({
        secretId: config.KEY_SECRET_ID,
        region: config.AWS_REGION,
        endpoint: config.SECRETS_ENDPOINT,
      });
    default:
      return config.KEY_PROVIDER satisfies never;
  }
}

/** Opens the keys of a service. In a file the first key is made where there is none; elsewhere a person makes it. */
export async function openSigningKeys(
  service: string,
  config: StatefulServiceConfig,
  secretVault: (secret: SecretLocation) => KeyVault,
): Promise<RotatingSigningKeys> {
  const vault = keyVault(service, config, secretVault);
  if (vault instanceof FileKeyVault) await vault.makeFirst();
  const keys = await RotatingSigningKeys.open(vault, { refreshSeconds: config.KEY_REFRESH_SECONDS });
  watchKeys(keys);
  return keys;
}

const missing = (provider: string, variable: string): KeyVaultError =>
  new KeyVaultError(`KEY_PROVIDER is ${provider}, so ${variable} is needed.`);
