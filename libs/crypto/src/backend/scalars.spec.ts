import { describe, expect, test } from '@jest/globals';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeInteger, encodeU64 } from '../bytes.js';
import { backends } from '../testing/backends.js';
import { decodeNumbers, encodeNumbers, expectNumbers, Fn, ORDER, scalar, vector } from '../testing/group.js';
import { EncodingError } from './backend.js';

const runs = { numRuns: 25 };

describe.each(backends)('scalars of the $name backend', (backend) => {
  const elementwise = [
    ['add', (x: bigint, y: bigint) => x + y],
    ['subtract', (x: bigint, y: bigint) => x - y],
    ['multiply', (x: bigint, y: bigint) => x * y],
  ] as const;
  test.each(elementwise)('%s works element by element and broadcasts a 1-vector', (name, operation) => {
    fc.assert(
      fc.property(vector(5), vector(5), scalar, (a, b, c) => {
        expectNumbers(
          backend,
          [a, b],
          (group, x, y) => group[name](x, y),
          a.map((x, i) => operation(x, b[i] as bigint)),
        );
        expectNumbers(
          backend,
          [a, [c]],
          (group, x, y) => group[name](x, y),
          a.map((x) => operation(x, c)),
        );
        expectNumbers(
          backend,
          [[c], a],
          (group, x, y) => group[name](x, y),
          a.map((x) => operation(c, x)),
        );
      }),
      runs,
    );
  });

  test('multiplies a vector by itself', () => {
    expectNumbers(backend, [[3n, 4n]], (group, a) => group.multiply(a, a), [9n, 16n]);
  });

  test('negate, innerProduct, kronecker', () => {
    fc.assert(
      fc.property(vector(3), vector(3), (a, b) => {
        expectNumbers(
          backend,
          [a],
          (group, x) => group.negate(x),
          a.map((x) => -x),
        );
        const product = a.reduce((total, x, i) => total + x * (b[i] as bigint), 0n);
        expectNumbers(backend, [a, b], (group, x, y) => group.innerProduct(x, y), [product]);
        const outer = a.flatMap((x) => b.map((y) => x * y));
        expectNumbers(backend, [a, b], (group, x, y) => group.kronecker(x, y), outer);
      }),
      runs,
    );
  });

  test('subsetProducts: the highest bit of an index selects the first ratio', () => {
    expectNumbers(backend, [[1n], [7n, 5n, 3n]], (group, a, r) => group.subsetProducts(a, r), [
      ...[1n, 3n, 5n, 15n],
      ...[7n, 21n, 35n, 105n],
    ]);
    fc.assert(
      fc.property(vector(2), vector(3), (a, ratios) => {
        const product = (b: number) =>
          ratios.reduce((total, ratio, j) => ((b >> (2 - j)) & 1 ? total * ratio : total), 1n);
        const expected = a.flatMap((x) => [0, 1, 2, 3, 4, 5, 6, 7].map((b) => x * product(b)));
        expectNumbers(backend, [a, ratios], (group, x, r) => group.subsetProducts(x, r), expected);
      }),
      runs,
    );
  });

  test('powers start with 1, also those of 0', () => {
    expectNumbers(backend, [[3n]], (group, x) => group.powers(x, 5), [1n, 3n, 9n, 27n, 81n]);
    expectNumbers(backend, [[0n]], (group, x) => group.powers(x, 3), [1n, 0n, 0n]);
    expectNumbers(backend, [[7n]], (group, x) => group.powers(x, 1), [1n]);
  });

  test('the inverse of 0 is 0 and does not affect other inverses', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 6 }), (a) => {
        const inverses = a.map((x) => (x === 0n ? 0n : Fn.inv(x)));
        expectNumbers(backend, [a], (group, x) => group.invertVarTime(x), inverses);
      }),
      runs,
    );
  });

  test('slice, concat', () => {
    const a = [1n, 2n, 3n, 4n, 5n];
    expectNumbers(backend, [a], (group, x) => group.slice(x, 1, 4), [2n, 3n, 4n]);
    expectNumbers(backend, [a], (group, x) => group.slice(x, 2, 2), []);
    expectNumbers(backend, [a, [9n]], (group, x, y) => group.concat(y, group.slice(x, 3, 5), x), [
      ...[9n, 4n, 5n],
      ...a,
    ]);
  });

  test('operations do not change their operands', () => {
    backend.withScope((group) => {
      const [a, b] = [decodeNumbers(group, [1n, 2n]), decodeNumbers(group, [3n, 4n])];
      for (const name of ['add', 'subtract', 'multiply', 'kronecker', 'innerProduct'] as const)
        group[name](a, b);
      group.subsetProducts(a, b);
      group.invertVarTime(a);
      expect([encodeNumbers(group, a), encodeNumbers(group, b)]).toEqual([
        [1n, 2n],
        [3n, 4n],
      ]);
    });
  });

  test('reduceWide reduces 64 bytes mod ℓ', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 512n - 1n }), { maxLength: 4 }), (wide) => {
        const bytes = concatBytes(...wide.map((value) => numberToBytesLE(value, 64)));
        backend.withScope((group) =>
          expect(encodeNumbers(group, group.reduceWide(bytes))).toEqual(wide.map((value) => value % ORDER)),
        );
      }),
      runs,
    );
  });

  test.each([8, 16, 32, 64])('decomposeBits of values of %d bits', (bits) => {
    const values = [0n, 2n ** BigInt(bits) - 1n, 0xa5n];
    const expected = values.flatMap((v) => Array.from({ length: bits }, (_, i) => (v >> BigInt(i)) & 1n));
    backend.withScope((group) =>
      expect(encodeNumbers(group, group.decomposeBits(encodeU64(values, 8), bits))).toEqual(expected),
    );
  });

  test.each([
    ['ℓ', numberToBytesLE(ORDER, 32)],
    ['ℓ + 1', numberToBytesLE(ORDER + 1n, 32)],
    ['2^256 − 1', new Uint8Array(32).fill(255)],
  ])('decodeScalars rejects %s and reports its index', (_, invalid) => {
    const one = encodeInteger(1n);
    const decode = (...list: Uint8Array[]) => backend.withScope((g) => g.decodeScalars(concatBytes(...list)));
    for (const index of [0, 1, 2, 3])
      expect(() => decode(...[one, one, one, one].with(index, invalid))).toThrow(
        new EncodingError('scalar', index),
      );
    expect(() => decode(one, invalid, invalid)).toThrow(new EncodingError('scalar', 1));
  });

  test('decodeScalars accepts 0, 1 and ℓ − 1', () => {
    const edges = [0n, 1n, ORDER - 1n];
    backend.withScope((group) => expect(encodeNumbers(group, decodeNumbers(group, edges))).toEqual(edges));
  });

  test('an exception in nested scopes propagates, and the backend remains usable', () => {
    const error = new Error('thrown');
    expect(() =>
      backend.withScope(() =>
        backend.withScope(() => {
          throw error;
        }),
      ),
    ).toThrow(error);
    expectNumbers(backend, [[2n], [3n]], (group, a, b) => group.multiply(a, b), [6n]);
  });
});
