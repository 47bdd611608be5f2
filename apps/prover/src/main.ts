import 'reflect-metadata';
import { runService } from '@zk-income/service-kit';
import { prover } from './prover.js';

await runService(prover);
