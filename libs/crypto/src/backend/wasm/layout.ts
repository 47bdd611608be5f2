/** Sizes of the kernel's data structures in memory (libs/crypto/kernel/assembly). */

/** A scalar: nine limbs of 29 bits in Montgomery form. */
export const SCALAR_BYTES = 36;
/** Two points in extended coordinates, side by side. */
export const PAIR_BYTES = 320;
/** One affine point in a table. */
export const ENTRY_BYTES = 128;
/** Digits of a scalar in the constant-time recoding, one byte each. */
export const SCALAR_DIGITS = 52;
/** Workspace of the constant-time sums and of `decode`. */
export const FIXED_BASE_WORK_BYTES = 512;
export const DECODE_WORK_BYTES = 1600;
/** Maximum number of pairs per call of the kernel's `decode`. */
export const DECODE_PAIRS = 4;

/** Workspace for building tables with this number of pairs of points. */
export const tableWorkBytes = (pairs: number) => 400 * pairs + 640;
