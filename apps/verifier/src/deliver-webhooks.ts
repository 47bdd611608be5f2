import 'reflect-metadata';
import { createWebhookHandler } from '@zk-income/service-kit';
import { verifier } from './verifier.js';

export const handler = await createWebhookHandler(verifier);
