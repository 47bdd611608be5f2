import 'reflect-metadata';
import { createWebhookHandler } from '@zk-income/service-kit';
import { issuer } from './issuer.js';

export const handler = await createWebhookHandler(issuer);
