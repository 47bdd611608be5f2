import { describe, expect, test } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { KernelUnderTest } from './kernel-under-test.js';

const { Fn } = ed25519.Point;
const ORDER = Fn.ORDER;
const R = 2n ** 261n;
const R_INVERSE = Fn.inv(Fn.create(R));
const kernel = new KernelUnderTest();

const EDGES = [0n, 1n, ORDER - 1n, ORDER - 2n, 2n ** 252n, 2n ** 252n - 1n, Fn.create(R)];
const scalar = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: ORDER - 1n }));
/** Any nine limbs: the wide reduction multiplies factors that are not reduced. */
const unreduced = fc.oneof(
  scalar,
  fc.constantFrom(ORDER, ORDER + 1n, 2n ** 256n - 1n, 2n ** 253n),
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
);

/** Tests of the kernel's scalar arithmetic and recodings, with this number of runs per property. */
export function describeScalars(numRuns: number): void {
  describe('scalars modulo ℓ', () => {
    test('the Montgomery product is reduced, also if a factor is not', () => {
      fc.assert(
        fc.property(unreduced, scalar, (a, b) => {
          const out = kernel.allocate(36);
          kernel.exports.montgomeryMultiply(out, kernel.scalarOfLimbs(a), kernel.scalarOfLimbs(b));
          expect(kernel.scalarValue(out)).toBe(Fn.create(a * b * R_INVERSE));
        }),
        { numRuns },
      );
    });

    test('recodeSignedOdd: the odd digits represent the scalar', () => {
      fc.assert(
        fc.property(scalar, (k) => {
          const digits = kernel.allocate(52);
          kernel.exports.recodeSignedOdd(digits, kernel.scalarOfLimbs(Fn.create(k * R)), 1);
          const values = [...kernel.bytes.slice(digits, digits + 52)];
          expect(Math.max(...values)).toBeLessThan(32);
          const sum = values.reduceRight((total, u) => 32n * total + BigInt(2 * u - 31), 0n);
          expect(sum).toBe(k % 2n === 1n ? k : k + ORDER);
        }),
        { numRuns },
      );
    });

    test.each([
      ...[6, 7, 8, 9, 10].map((c) => [c, 2 * Math.ceil(254 / (2 * c))] as const),
      [11, 23] as const,
    ])('signedWindowsVarTime: digits of %i bits represent the scalar', (c, windows) => {
      fc.assert(
        fc.property(fc.array(scalar, { minLength: 1, maxLength: 3 }), (scalars) => {
          const n = scalars.length;
          const source = kernel.allocate(36 * n);
          for (const [i, k] of scalars.entries()) {
            const from = kernel.scalarOfLimbs(Fn.create(k * R));
            kernel.bytes.copyWithin(source + 36 * i, from, from + 36);
          }
          const digits = kernel.allocate(2 * n * windows);
          kernel.exports.signedWindowsVarTime(digits, source, n, c, windows);
          const read = new Int16Array(kernel.exports.memory.buffer, digits, n * windows);
          for (const [i, k] of scalars.entries()) {
            let sum = 0n;
            for (let w = windows - 1; w >= 0; w--) {
              const digit = read[w * n + i] as number;
              expect(Math.abs(digit)).toBeLessThanOrEqual(2 ** (c - 1));
              sum = (sum << BigInt(c)) + BigInt(digit);
            }
            expect(sum).toBe(k);
          }
        }),
        { numRuns: Math.ceil(numRuns / 5) },
      );
    });
  });
}
