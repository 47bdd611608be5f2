import { describe, expect, test } from '@jest/globals';
import { marshallItem, unmarshallItem } from './marshalling.js';

describe('marshallItem and unmarshallItem', () => {
  test('return an equal object', () => {
    const object = {
      text: '',
      negative: -1,
      largest: Number.MAX_SAFE_INTEGER,
      bytes: Uint8Array.of(0, 255),
      list: [{ list: 0, index: 7 }, 'x', []],
      map: { inner: { deep: 1 } },
    };
    expect(unmarshallItem(marshallItem(object))).toEqual(object);
  });

  test('omit undefined members', () => {
    expect(marshallItem({ a: undefined, b: { c: undefined } })).toEqual({ b: { M: {} } });
  });

  test.each([0.5, Number.NaN, 2 ** 53, 2n])('reject the number %p, which is not a safe integer', (value) => {
    expect(() => marshallItem({ list: [{ value }] })).toThrow(RangeError);
  });

  test('reject stored numbers that are not safe integers', () => {
    expect(() => unmarshallItem({ value: { N: '0.5' } })).toThrow(RangeError);
    expect(() => unmarshallItem({ value: { N: '9007199254740993' } })).toThrow(RangeError);
  });

  test.each([true, null, new Set(['a']), new Date(0), [undefined], () => 0])(
    'reject the value %p of another type',
    (value) => {
      expect(() => marshallItem({ value })).toThrow(TypeError);
    },
  );

  test.each([{ SS: ['a'] }, { BOOL: true }, { NULL: true as const }])(
    'reject the attribute %j of another type',
    (attribute) => {
      expect(() => unmarshallItem({ attribute })).toThrow(TypeError);
    },
  );
});
