import 'reflect-metadata';
import { createHttpHandler } from '@zk-income/service-kit';
import { verifier } from './verifier.js';

export const handler = await createHttpHandler(verifier);
