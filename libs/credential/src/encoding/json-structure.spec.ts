import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exceededStructure } from './json-structure.js';
import { utf8 } from './text.js';

const exceeded = (text: string, values: number, levels: number) =>
  exceededStructure(utf8(text), { values, levels, digits: 64 });

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countValues(inner), 1);
}

function countLevels(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(countLevels));
}

test('the levels of a JSON text are counted exactly', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const levels = countLevels(value);
      expect(exceeded(text, Infinity, levels)).toBeUndefined();
      if (levels > 0) expect(exceeded(text, Infinity, levels - 1)).toBe('levels');
    }),
  );
});

test('a text is within the limit of its number of values, counting an empty list or object as two', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const values = countValues(value);
      expect(exceeded(text, 2 * values, Infinity)).toBeUndefined();
      expect(exceeded(text, values - 1, Infinity)).toBe('values');
    }),
  );
});

test('values are counted exactly where no list or object is empty', () => {
  for (const text of ['[1,1]', '{"a":1,"b":1}', '[[1],1]']) {
    const values = countValues(JSON.parse(text));
    expect(exceeded(text, values, 2)).toBeUndefined();
    expect(exceeded(text, values - 1, 2)).toBe('values');
  }
});

describe('a number has a limited number of characters', () => {
  const digits = (count: number) => '1'.repeat(count);

  test.each([
    [`[${digits(64)},-${digits(63)}]`, undefined],
    [`{"a":${digits(64)}}`, undefined],
    [`${digits(64)} ${digits(64)}`, undefined],
    [`"${digits(1_000)}"`, undefined],
    [`[${digits(65)}]`, 'digits'],
    [`{"a":-0.${digits(62)}}`, 'digits'],
    [`"é"${digits(65)}`, 'digits'],
  ])('%s', (text, expected) => {
    expect(exceeded(text, 10, 1)).toBe(expected);
  });
});

describe('what a string contains does not count', () => {
  test.each(['"[[[{{{,,,"', '"\\"[[[,,,"', '"\\\\\\"[[[,,,"', '"é[,"', '{"[,[,":"],],"}'])('%s', (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(exceeded(text, 2, 1)).toBeUndefined();
  });

  test('but what follows it does', () => {
    expect(exceeded('["\\\\",1,1]', 3, 1)).toBe('values');
    expect(exceeded('["\\"",[[1]]]', 10, 2)).toBe('levels');
  });
});

test.each(['', '"', '"\\', '\\', ']]]', '"a'])(
  'bytes that are not JSON are scanned to the end: %j',
  (text) => {
    expect(exceeded(text, 1, 0)).toBeUndefined();
  },
);
