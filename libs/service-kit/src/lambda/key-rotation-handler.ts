import { type KeyVault, rotateIfDue, type ScheduledRotation } from '@zk-income/signing-keys';
import { loadConfig } from '../config/load-config.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { explainStart, StartError } from '../service/start-error.js';
import { KeyRotationConfig } from './key-rotation-config.js';

/** Ignores its event. A failed rotation fails the invocation. */
type KeyRotationHandler = () => Promise<ScheduledRotation>;

/** Creates the handler of a scheduled Lambda function that takes the rotation step that is due, and returns the result. */
export function createKeyRotationHandler(
  service: string,
  openKeyVault: (service: string, config: KeyRotationConfig) => KeyVault,
): KeyRotationHandler {
  const { vault, config } = openVault(service, openKeyVault);
  const logger = new ServiceLogger(`${service}-keys`, config);
  const { KEY_ROTATE_AFTER_DAYS: afterDays, KEY_KEEP_DAYS: keepDays } = config;
  return async () => {
    const result = await rotateIfDue(vault, { afterDays, keepDays });
    logger.log(`Key rotation: ${JSON.stringify(result)}`, 'Keys');
    return result;
  };
}

function openVault(service: string, openKeyVault: (service: string, config: KeyRotationConfig) => KeyVault) {
  try {
    const config = loadConfig(KeyRotationConfig);
    return { config, vault: openKeyVault(service, config) };
  } catch (error) {
    throw new StartError(explainStart(`key rotation of the ${service}`, error));
  }
}
