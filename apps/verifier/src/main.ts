import 'reflect-metadata';
import { runService } from '@zk-income/service-kit';
import { verifier } from './verifier.js';

await runService(verifier);
