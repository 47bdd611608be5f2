import { expect, test } from '@jest/globals';
import { parseInteger } from './integer.js';

test.each([
  ['0', 0n],
  ['5400000', 5400000n],
  ['-1', -1n],
  ['9007199254740993', 9007199254740993n],
  ['9'.repeat(28), 10n ** 28n - 1n],
  [`-${'9'.repeat(28)}`, 1n - 10n ** 28n],
])('reads %s', (text, value) => {
  expect(parseInteger(text)).toBe(value);
});

test.each([
  ['the empty string, which BigInt reads as 0', ''],
  ['hexadecimal, which BigInt accepts', '0x10'],
  ['binary, which BigInt takes', '0b1'],
  ['white space, which BigInt takes', ' 1'],
  ['a line feed at the end', '1\n'],
  ['a plus', '+1'],
  ['minus zero', '-0'],
  ['a leading zero', '01'],
  ['a fraction', '1.0'],
  ['an exponent', '1e3'],
  ['a separator', '1_000'],
  ['29 digits', '1'.repeat(29)],
  ['digits of another script', '١٢'],
  ['a minus sign that is not ASCII', '−1'],
  ['a number', 1],
  ['a bigint', 1n],
  ['a boolean, which BigInt reads as 1', true],
  ['a list of one string', ['1']],
  ['null', null],
])('rejects %s', (_, value) => {
  expect(parseInteger(value)).toBeUndefined();
});
