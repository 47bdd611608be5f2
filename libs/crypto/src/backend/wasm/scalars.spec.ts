import { describe, expect, test } from '@jest/globals';
import { concatBytes, numberToBytesLE } from '@noble/curves/utils.js';
import fc from 'fast-check';
import {
  bytesOf,
  expectSame,
  expectSameElementwise,
  ORDER,
  vectors,
  wasmBackend,
} from '../../testing/differential.js';
import { EncodingError } from '../backend.js';
import { nobleBackend } from '../noble/backend.js';

const runs = { numRuns: 40 };

// differential.sweep.spec.ts repeats the first test with more runs.
describe('scalars equal those of the noble backend', () => {
  test('element by element, and scaled by one scalar', () => expectSameElementwise(10));

  test('inner product, powers, Kronecker product', () => {
    fc.assert(
      fc.property(vectors, ({ a, b, x }) =>
        expectSame((group) => {
          const [left, right] = [group.decodeScalars(bytesOf(...a)), group.decodeScalars(bytesOf(...b))];
          const one = group.decodeScalars(bytesOf(x));
          return [group.innerProduct(left, right), group.powers(one, 5), group.kronecker(left, right)].map(
            (result) => group.encodeScalars(result),
          );
        }),
      ),
      runs,
    );
  });

  test('64 bytes reduced, including all ones and multiples of ℓ', () => {
    const wide = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.constantFrom(
        new Uint8Array(64).fill(255),
        new Uint8Array(64),
        numberToBytesLE(ORDER, 64),
        numberToBytesLE(ORDER << 259n, 64),
        numberToBytesLE((ORDER << 259n) - 1n, 64),
        numberToBytesLE(1n << 256n, 64),
      ),
    );
    fc.assert(
      fc.property(fc.array(wide, { minLength: 1, maxLength: 4 }), (blocks) =>
        expectSame((group) => group.encodeScalars(group.reduceWide(concatBytes(...blocks)))),
      ),
      runs,
    );
  });

  test('bits of values', () => {
    const value = fc.oneof(
      fc.constantFrom(0n, 1n, 2n ** 64n - 1n, 2n ** 63n),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(8, 16, 32, 64),
        (values, bits) =>
          expectSame((group) => {
            const bytes = concatBytes(...values.map((value) => numberToBytesLE(value, 8)));
            return group.encodeScalars(group.decomposeBits(bytes, bits));
          }),
      ),
      runs,
    );
  });

  test('rejects scalars not below ℓ and reports the index', () => {
    const valid = bytesOf(1n, ORDER - 1n);
    for (const invalid of [ORDER, ORDER + 1n, (1n << 253n) - 1n, (1n << 255n) - 19n, (1n << 256n) - 1n])
      for (const backend of [wasmBackend, nobleBackend])
        expect(() =>
          backend.withScope((group) =>
            group.decodeScalars(concatBytes(valid, bytesOf(invalid, 0n, invalid))),
          ),
        ).toThrow(new EncodingError('scalar', 2));
  });
});

test('the Keccak permutation equals that of the noble backend', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 200, maxLength: 200 }), (bytes) => {
      const [actual, expected] = [wasmBackend, nobleBackend].map((backend) => {
        const state = new Uint32Array(bytes.slice().buffer);
        backend.keccakF1600(state);
        return state;
      });
      expect(actual).toEqual(expected);
    }),
    runs,
  );
});
