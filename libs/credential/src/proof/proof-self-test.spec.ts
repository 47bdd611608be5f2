import { expect, test } from '@jest/globals';
import { proofSelfTest } from './proof-self-test.js';

test('a proof of its own is found valid, and false for another bound', () => {
  expect(proofSelfTest()).toBeUndefined();
});
