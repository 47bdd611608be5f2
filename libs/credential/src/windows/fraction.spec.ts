import { expect, test } from '@jest/globals';
import { compareFractions, fraction, larger, lcm } from './fraction.js';

test('fractions are in lowest terms', () => {
  expect(fraction(52n, 26n)).toEqual({ numerator: 2n, denominator: 1n });
  expect(fraction(90n, 365n)).toEqual({ numerator: 18n, denominator: 73n });
});

test('fractions are compared exactly', () => {
  const [year, weeks] = [fraction(1n, 1n), fraction(364n, 365n)];
  expect(compareFractions(year, weeks) > 0n).toBe(true);
  expect(compareFractions(weeks, year) < 0n).toBe(true);
  expect(compareFractions(fraction(3n, 12n), fraction(1n, 4n))).toBe(0n);
  expect(larger(year, weeks)).toBe(year);
  expect(larger(weeks, year)).toBe(year);
});

test.each([
  [1n, 7n, 7n],
  [12n, 18n, 36n],
  [365n, 366n, 133_590n],
])('the least common multiple of %i and %i is %i', (a, b, multiple) => {
  expect(lcm(a, b)).toBe(multiple);
});
