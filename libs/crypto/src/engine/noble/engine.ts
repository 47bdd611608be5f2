import { keccakP } from '@noble/hashes/sha3.js';
import { swap32IfBE } from '@noble/hashes/utils.js';
import type { Arithmetic, Engine } from '../engine.js';
import { commitments } from './commitments.js';
import { pointArithmetic } from './points.js';
import { publicSums } from './public-sums.js';
import { scalarArithmetic } from './scalars.js';

const arithmetic: Arithmetic = { ...scalarArithmetic, ...pointArithmetic, ...commitments, ...publicSums };

/**
 * The engine on `@noble/curves`: the reference that any other is tested against, and the fallback
 * where WebAssembly SIMD is missing.
 *
 * The secret paths take one path through the algorithm: a fixed number of doublings and additions,
 * every table entry looked at, nothing skipped for a zero. The bigint arithmetic below them is not
 * constant-time (its time depends on the size of its operands), nor can bigints be wiped: they stay
 * until the garbage collector takes them.
 */
export const nobleEngine: Engine = {
  name: 'noble',
  withScratch: (work) => work(arithmetic),
  keccakF1600(state) {
    swap32IfBE(state);
    keccakP(state);
    swap32IfBE(state);
  },
};
