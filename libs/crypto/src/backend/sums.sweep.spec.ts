import { describe, test } from '@jest/globals';
import { backends } from '../testing/backends.js';
import { expectFoldedGenerators, expectMultiScalarMul, expectVectorCommitment } from '../testing/sums.js';

// The sizes that sums.spec.ts leaves out.
describe.each(backends)('large sums of the $name backend', (backend) => {
  test('commitVectors: 64 bits, 2 parties', () => expectVectorCommitment(backend, 64, 2));

  test('multi-scalar multiplication of mixed sizes and 200 points', () => expectMultiScalarMul(backend, 200));

  test.each([
    [8, 4],
    [16, 2],
  ])('folds the generators of the inner-product argument: %d bits, %d parties', (bits, m) =>
    expectFoldedGenerators(backend, bits, m),
  );
});
