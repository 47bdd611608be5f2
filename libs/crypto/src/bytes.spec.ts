import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { byteLength, concat32, elementsOf, encodeInteger, split32, viewOf } from './bytes.js';

const ORDER = ristretto255.Point.Fn.ORDER;
const integerOf = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

test.each([0n, 1n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 64n + 1n, ORDER - 1n])(
  '%s is encoded as it is',
  (value) => {
    expect(encodeInteger(value)).toHaveLength(32);
    expect(integerOf(encodeInteger(value))).toBe(value);
  },
);

test('other integers are encoded mod the group order', () => {
  expect(integerOf(encodeInteger(-1n))).toBe(ORDER - 1n);
  expect(integerOf(encodeInteger(-(2n ** 64n)))).toBe(ORDER - 2n ** 64n);
  expect(integerOf(encodeInteger(ORDER))).toBe(0n);
});

describe('an untrusted Uint8Array', () => {
  test('has the length and the memory of its buffer, whatever its properties say', () => {
    const bytes = Uint8Array.of(9, 1, 2, 3).subarray(1);
    Object.defineProperties(bytes, { length: { value: 32 }, byteOffset: { value: 0 } });
    expect(byteLength(bytes)).toBe(3);
    expect([...(viewOf(bytes) as Uint8Array)]).toEqual([1, 2, 3]);
  });

  test('is nothing else', () => {
    for (const value of [undefined, null, 'text', [1], new ArrayBuffer(32), new Int8Array(32), {}]) {
      expect(byteLength(value)).toBeUndefined();
      expect(viewOf(value)).toBeUndefined();
    }
  });

  test('is empty where its buffer is detached', () => {
    const bytes = new Uint8Array(32);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    expect(byteLength(bytes)).toBe(0);
    expect(viewOf(bytes)).toEqual(new Uint8Array(0));
  });
});

describe('the elements of an untrusted list', () => {
  test('are those of an array of at most the maximum', () => {
    expect(elementsOf([1, 2], 2)).toEqual([1, 2]);
    expect(elementsOf([], 0)).toEqual([]);
    expect(elementsOf([1, 2, 3], 2)).toBeUndefined();
    for (const list of [undefined, null, 'ab', { length: 1 }, new Uint8Array(1)]) {
      expect(elementsOf(list, 2)).toBeUndefined();
    }
  });

  test.each(['1', 0.5, -1, Number.NaN, 3, undefined, null])(
    'are undefined for a proxy of length %p',
    (length) => {
      const get = (list: unknown[], name: PropertyKey) =>
        name === 'length' ? length : Reflect.get(list, name);
      expect(elementsOf(new Proxy([1, 2], { get }), 2)).toBeUndefined();
    },
  );
});

test('only strings of 32 bytes are joined, and split into copies', () => {
  const parts = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const joined = concat32(parts) as Uint8Array;
  expect(joined).toEqual(Uint8Array.from([...(parts[0] as Uint8Array), ...(parts[1] as Uint8Array)]));
  const copies = split32(joined);
  joined.fill(0);
  expect(copies).toEqual(parts);
  expect(concat32([])).toEqual(new Uint8Array(0));
  for (const length of [0, 31, 33]) expect(concat32([parts[0], new Uint8Array(length)])).toBeUndefined();
  expect(concat32([parts[0], [...(parts[1] as Uint8Array)]])).toBeUndefined();
});
