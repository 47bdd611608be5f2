// The proof worker as it ships, which says first which thread of the process it is.
import { sayThread } from './cpu.mjs';

sayThread();

export { default } from '../../dist/libs/service-kit/src/proof-pool/proof-worker.js';
