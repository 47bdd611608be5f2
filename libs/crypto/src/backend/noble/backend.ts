import { keccakP } from '@noble/hashes/sha3.js';
import { swap32IfBE } from '@noble/hashes/utils.js';
import type { Backend, GroupOperations } from '../backend.js';
import { commitmentOperations } from './commitments.js';
import { multiScalarOperations } from './multi-scalar-mul.js';
import { pointOperations } from './points.js';
import { scalarOperations } from './scalars.js';

const operations: GroupOperations = {
  ...scalarOperations,
  ...pointOperations,
  ...commitmentOperations,
  ...multiScalarOperations,
};

/**
 * The backend on `@noble/curves`: the reference for testing other backends, and the fallback where
 * WebAssembly SIMD is missing.
 *
 * The secret paths execute one fixed sequence: a fixed number of doublings and additions, a scan of
 * every table entry, no shortcut for a zero. The bigint arithmetic below them is not constant-time
 * (its time depends on the size of the operands). bigints cannot be overwritten; they stay in memory
 * until the garbage collector frees them.
 */
export const nobleBackend: Backend = {
  name: 'noble',
  withScope: (work) => work(operations),
  keccakF1600(state) {
    swap32IfBE(state);
    keccakP(state);
    swap32IfBE(state);
  },
};
