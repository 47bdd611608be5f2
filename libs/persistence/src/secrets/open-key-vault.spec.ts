import { expect, test } from '@jest/globals';
import { EnvironmentKeyVault, FileKeyVault, KeyVaultError } from '@zk-income/signing-keys';
import { openKeyVault } from './open-key-vault.js';
import { SecretsManagerKeyVault } from './secrets-manager-key-vault.js';

const DATA_DIR = '.data';

test('opens the vault that KEY_PROVIDER names', () => {
  const open = (config: object) => openKeyVault('issuer', { DATA_DIR, KEY_PROVIDER: 'file', ...config });
  expect(open({})).toBeInstanceOf(FileKeyVault);
  expect(open({ KEY_PROVIDER: 'environment', SIGNING_KEYS: '{}' })).toBeInstanceOf(EnvironmentKeyVault);
  const secret = open({ KEY_PROVIDER: 'secrets-manager', KEY_SECRET_ID: 'mine', AWS_REGION: 'eu-central-1' });
  expect(secret).toBeInstanceOf(SecretsManagerKeyVault);
  expect(secret.location).toBe('the secret mine');
});

test.each([
  ['environment', 'SIGNING_KEYS'],
  ['secrets-manager', 'KEY_SECRET_ID'],
] as const)('KEY_PROVIDER=%s requires %s', (KEY_PROVIDER, variable) => {
  const open = () => openKeyVault('issuer', { DATA_DIR, KEY_PROVIDER });
  expect(open).toThrow(KeyVaultError);
  expect(open).toThrow(`KEY_PROVIDER=${KEY_PROVIDER} requires ${variable}.`);
});
