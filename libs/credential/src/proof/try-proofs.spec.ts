import { expect, test } from '@jest/globals';
import { tryProofs } from './try-proofs.js';

test('a proof of its own is found valid, and false for another bound', () => {
  expect(tryProofs()).toBeUndefined();
});
