import 'reflect-metadata';
import { createHttpHandler } from '@zk-income/service-kit';
import { issuer } from './issuer.js';

export const handler = await createHttpHandler(issuer);
