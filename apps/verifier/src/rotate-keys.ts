import 'reflect-metadata';
import { openKeyVault } from '@zk-income/persistence';
import { createKeyRotationHandler } from '@zk-income/service-kit';

export const handler = createKeyRotationHandler('verifier', openKeyVault);
