import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRecoveryCode, readRecoveryCode } from './recovery-code.js';

const CODE = createRecoveryCode();

test('a recovery code is six groups of letters and digits that do not look alike', () => {
  expect(CODE).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(readRecoveryCode(CODE)).toBe(CODE);
});

test('no two recovery codes are alike, and every symbol occurs', () => {
  const codes = Array.from({ length: 200 }, createRecoveryCode);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(codes.join('').replace(/-/g, '')).size).toBe(32);
});

test('a code is read as people type it', () => {
  const typed = CODE.toLowerCase().replace(/-/g, '  ').replace(/0/g, 'o').replace(/1/g, 'l');
  expect(readRecoveryCode(` ${typed}\n`)).toBe(CODE);
  expect(readRecoveryCode(CODE.replace(/1/g, 'i').replace(/-/g, '–'))).toBe(CODE);
});

test.each(['', 'hello', CODE.slice(1), `${CODE}0`, CODE.replace(/./, 'U'), CODE.replace(/./, '!')])(
  'is not %p',
  (text) => {
    expect(readRecoveryCode(text)).toBeUndefined();
  },
);

test('a wrong symbol is noticed', () => {
  const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(fc.integer({ min: 0, max: CODE.length - 1 }), fc.constantFrom(...symbols), (at, symbol) => {
      fc.pre(CODE[at] !== '-' && CODE[at] !== symbol);
      const typed = CODE.slice(0, at) + symbol + CODE.slice(at + 1);
      // With the check of 20 bits, one in a million is not.
      expect(readRecoveryCode(typed)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
