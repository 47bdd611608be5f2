// The proof worker of the service, which first reports its thread to the CPU measurement.
import { reportPoolThread } from './cpu.mjs';

reportPoolThread();

export { default } from '../../dist/libs/service-kit/src/proof-pool/proof-worker.js';
