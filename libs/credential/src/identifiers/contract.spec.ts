import { expect, test } from '@jest/globals';
import { outcome } from '../testing/outcomes.js';
import { contractVectors } from '../testing/vectors.js';
import { contractOf } from './contract.js';

const { contracts, rejected } = contractVectors;

test.each(contracts)('the reference vectors: $comment', ({ texts, contract }) => {
  expect(texts.map((text) => contractOf(text).toString())).toEqual(texts.map(() => contract));
});

test('different contracts have different numbers', () => {
  expect(new Set(contracts.map(({ contract }) => contract)).size).toBe(contracts.length);
});

test.each(rejected)('is rejected: $comment', ({ text }) => {
  expect(outcome(() => contractOf(text))).toBe('invalid_contract');
});

test('has at most 64 characters', () => {
  expect(outcome(() => contractOf('1'.repeat(64)))).toBe('accepted');
});
