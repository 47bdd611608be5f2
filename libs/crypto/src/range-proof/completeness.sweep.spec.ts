import { describe, test } from '@jest/globals';
import { expectComplete, expectNaiveProof, expectSameProof } from '../testing/completeness.js';
import type { BitSize } from './parameters.js';

const BIT_SIZES: readonly BitSize[] = [8, 16, 32, 64];
const COUNTS = [1, 2, 4, 8, 16];
const SIZES = BIT_SIZES.flatMap((bits) => COUNTS.map((m) => ({ bits, m })));

// All sizes and the larger cases that completeness.spec.ts leaves out.

describe('a proof of a true statement verifies', () => {
  test.each(SIZES)('$m values of $bits bits', ({ bits, m }) => expectComplete(bits, m, 3));
});

describe('with the same blinding factors', () => {
  test('all backends return the proof of the naive prover: 8 bits, 2 values', () => expectNaiveProof(8, 2));

  test.each<[BitSize, number]>([
    [32, 2],
    [8, 8],
  ])('all backends return the same proof and accept it: %d bits, %d values', (bits, m) =>
    expectSameProof(bits, m),
  );
});
