import { RangeProofError } from '../errors.js';

/** n: the number of bits of each value. */
export type BitSize = 8 | 16 | 32 | 64;

/** @throws RangeProofError('InvalidBitSize') */
export function checkBitSize(bits: unknown): asserts bits is BitSize {
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64)
    throw new RangeProofError('InvalidBitSize', 'The bit size must be 8, 16, 32 or 64.');
}

/**
 * m: the number of values in one proof, and of their commitments.
 * @throws RangeProofError('InvalidAggregation') unless it is a power of two from 1 to 16
 */
export function checkAggregation(m: unknown): asserts m is number {
  if (typeof m !== 'number' || ![1, 2, 4, 8, 16].includes(m))
    throw new RangeProofError('InvalidAggregation', 'A proof must cover 1, 2, 4, 8 or 16 values.');
}

/** The rounds of the inner-product argument, log₂(n·m). */
export const roundsOf = (bits: BitSize, m: number): number => Math.log2(bits * m);

/** {@link proofLength} for parameters that have been checked. */
export const lengthOf = (bits: BitSize, m: number): number => 32 * (2 * roundsOf(bits, m) + 9);

/**
 * The length of a proof in bytes: `32·(2·log₂(n·m) + 9)` for m values of n bits.
 *
 * @throws RangeProofError('InvalidBitSize'), ('InvalidAggregation')
 * @example
 * proofLength(64, 1); // 672
 */
export function proofLength(bits: number, values: number): number {
  checkBitSize(bits);
  checkAggregation(values);
  return lengthOf(bits, values);
}
