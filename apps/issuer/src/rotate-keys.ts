import 'reflect-metadata';
import { SecretsManagerKeyVault } from '@zk-income/persistence';
import { createKeyRotationHandler } from '@zk-income/service-kit';

export const handler = createKeyRotationHandler('issuer', (secret) => new SecretsManagerKeyVault(secret));
