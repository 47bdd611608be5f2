import 'reflect-metadata';
import { runService } from '@zk-income/service-kit';
import { issuer } from './issuer.js';

await runService(issuer);
