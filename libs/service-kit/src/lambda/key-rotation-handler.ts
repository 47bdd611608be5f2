import type { KeyVault } from '@zk-income/credential';
import { loadConfig } from '../config/load-config.js';
import { keyVault, type SecretLocation } from '../keys/open-signing-keys.js';
import { rotateIfDue } from '../keys/rotate-if-due.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { explainStart, StartError } from '../service/start-error.js';
import { KeyRotationConfig } from './key-rotation-config.js';

/** Whatever calls it, and with what, it does the same; a call that could not is an error of the function. */
export type KeyRotationHandler = () => Promise<{ readonly done: readonly string[] }>;

/**
 * A Lambda function for a schedule: takes the step of the rotation of a service's keys that is due, if one is, and
 * says what it did.
 */
export function createKeyRotationHandler(
  service: string,
  openSecret: (secret: SecretLocation) => KeyVault,
): KeyRotationHandler {
  const { vault, config } = open(service, openSecret);
  const logger = new ServiceLogger(`${service}-keys`, config);
  const { KEY_ROTATE_AFTER_DAYS: afterDays, KEY_KEEP_DAYS: keepDays } = config;
  return async () => {
    const done = await rotateIfDue(vault, { service, afterDays, keepDays });
    for (const line of done) logger.log(line, 'Keys');
    return { done };
  };
}

function open(service: string, openSecret: (secret: SecretLocation) => KeyVault) {
  try {
    const config = loadConfig(KeyRotationConfig);
    return { config, vault: keyVault(service, config, openSecret) };
  } catch (error) {
    throw new StartError(explainStart(`rotation of the ${service}'s keys`, error));
  }
}
