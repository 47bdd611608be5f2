import { describe, test } from '@jest/globals';
import {
  expectSameCommitments,
  expectSameDecoding,
  expectSameElementwise,
  expectSameManyParties,
  expectSameMultiScalarMul,
} from '../../testing/differential.js';

// The sizes and runs that scalars.spec.ts and points.spec.ts leave out.
describe('the WebAssembly backend equals the noble backend', () => {
  test('scalars element by element, and scaled by one scalar', () => expectSameElementwise(40));

  test('random bytes are valid for both backends or for neither', () => expectSameDecoding(150));

  test.each([
    [32, 1],
    [16, 8],
  ])('commitBits and commitVectors, %i bits of %i values', (bits, m) => expectSameCommitments(bits, m));

  test.each([2, 149, 151, 330])('multi-scalar multiplication with %i points', (count) =>
    expectSameMultiScalarMul(count),
  );

  test.each([
    [4, 64],
    [8, 64],
    [16, 64],
  ])('multi-scalar multiplication with %i parties of %i bits', (parties, bits) =>
    expectSameManyParties(parties, bits),
  );
});
