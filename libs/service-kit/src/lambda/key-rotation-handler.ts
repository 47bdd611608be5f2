import type { KeyVault } from '@zk-income/credential';
import { loadConfig } from '../config/load-config.js';
import { keyVault, type SecretLocation } from '../keys/open-signing-keys.js';
import { rotateIfDue } from '../keys/rotate-if-due.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { explainStart, StartError } from '../service/start-error.js';
import { KeyRotationConfig } from './key-rotation-config.js';

/** Whatever calls it, and with what, it does the same; a call that could not is an error of the function. */
export type KeyRotationHandler = () => Promise<{ readonly done: readonly string[] }>;

type OpenSecret = (secret: SecretLocation) => KeyVault;

/**
 * A Lambda function for a schedule: takes the step of the rotation that is due, if one is, and says what it did. Of the
 * services whose secrets are named (`KEY_SECRET_ID_ISSUER`, `KEY_SECRET_ID_VERIFIER`), or else of `service` alone.
 */
export function createKeyRotationHandler(service: string, openSecret: OpenSecret): KeyRotationHandler {
  const { vaults, config } = open(service, openSecret);
  const logger = new ServiceLogger('keys', config);
  const { KEY_ROTATE_AFTER_DAYS: afterDays, KEY_KEEP_DAYS: keepDays } = config;
  return async () => {
    const done: string[] = [];
    const failures: Error[] = [];
    for (const [name, vault] of vaults) {
      // The keys of one service do not wait for those of another to be well.
      try {
        const lines = await rotateIfDue(vault, { service: name, afterDays, keepDays });
        done.push(...lines.map((line) => `${name}: ${line}`));
      } catch (error) {
        failures.push(new Error(`${name}: ${(error as Error).message}`));
      }
    }
    for (const line of done) logger.log(line, 'Keys');
    for (const { message } of failures) logger.error(message, undefined, 'Keys');
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
    return { done };
  };
}

function open(service: string, openSecret: OpenSecret) {
  try {
    const config = loadConfig(KeyRotationConfig);
    const named = namedSecrets(config).map(([name, secret]) => [name, openSecret(secret)] as const);
    const vaults = named.length > 0 ? named : [[service, keyVault(service, config, openSecret)] as const];
    return { config, vaults };
  } catch (error) {
    throw new StartError(explainStart('rotation of keys', error));
  }
}

function namedSecrets(config: KeyRotationConfig): (readonly [string, SecretLocation])[] {
  const {
    KEY_SECRET_ID_ISSUER,
    KEY_SECRET_ID_VERIFIER,
    AWS_REGION: region,
    SECRETS_ENDPOINT: endpoint,
  } = config;
  return Object.entries({ issuer: KEY_SECRET_ID_ISSUER, verifier: KEY_SECRET_ID_VERIFIER }).flatMap(
    ([name, secretId]) => (secretId === undefined ? [] : [[name, { secretId, region, endpoint }] as const]),
  );
}
