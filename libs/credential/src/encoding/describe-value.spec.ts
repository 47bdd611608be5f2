import { expect, test } from '@jest/globals';
import { kindOfValue } from './describe-value.js';

test.each<[unknown, string]>([
  [undefined, 'nothing'],
  [null, 'null'],
  [[1], 'a list'],
  [{}, 'an object'],
  [1, 'a number'],
  [true, 'a boolean'],
  ['', 'an empty string'],
  ['1.5', 'a string with a decimal point'],
  ['-1.5', 'a string with a decimal point'],
  ['1,5', 'a string with a comma'],
  ['007', 'a string with leading zeros'],
  ['-01', 'a string with leading zeros'],
  ['-1', 'a negative integer'],
  ['99999999999999999999', 'an integer that is too large'],
  ['1 000', 'a string that is not an integer'],
  ['1e5', 'a string that is not an integer'],
])('the kind of %j is %s', (value, kind) => {
  expect(kindOfValue(value)).toBe(kind);
});
