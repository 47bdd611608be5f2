import { expect, test } from '@jest/globals';
import { proofSelfTest } from './proof-self-test.js';

test('the self-test passes on this machine, and returns the backend', () => {
  expect(proofSelfTest()).toBe('wasm-simd');
});
