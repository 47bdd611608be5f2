import { expect, test } from '@jest/globals';
import { errorCodeOf, provenClaim, withFlippedBit } from '../testing/claims.js';
import { verifyRange } from './verifier.js';

const claim = provenClaim([77n], 8);
const elements = Array.from({ length: claim.proof.length / 32 }, (_, index) => index);

// soundness.spec.ts flips some bits of each element.
test.each(elements)('a proof with any bit of element %d flipped is rejected', (index) => {
  const accepted = [];
  for (let bit = 256 * index; bit < 256 * (index + 1); bit++)
    if (errorCodeOf(() => verifyRange(withFlippedBit(claim, bit))) === undefined) accepted.push(bit);
  expect(accepted).toEqual([]);
});
