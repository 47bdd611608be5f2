import { describe, expect, test } from '@jest/globals';
import { marshal, unmarshal } from './marshalling.js';

describe('marshalling', () => {
  test('gives back what was stored', () => {
    const object = {
      text: '',
      negative: -1,
      largest: Number.MAX_SAFE_INTEGER,
      bytes: Uint8Array.of(0, 255),
      list: [{ list: 0, index: 7 }, 'x', []],
      map: { inner: { deep: 1 } },
    };
    expect(unmarshal(marshal(object))).toEqual(object);
  });

  test('leaves out what is undefined', () => {
    expect(marshal({ a: undefined, b: { c: undefined } })).toEqual({ b: { M: {} } });
  });

  test.each([0.5, Number.NaN, 2 ** 53])('refuses %d, which would not come back exactly', (value) => {
    expect(() => marshal({ value })).toThrow(RangeError);
  });

  test('refuses an attribute that this program never writes', () => {
    expect(() => unmarshal({ flags: { SS: ['a'] } })).toThrow(TypeError);
  });
});
