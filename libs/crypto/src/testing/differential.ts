import { expect } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, concatBytes, numberToBytesLE, randomBytes } from '@noble/curves/utils.js';
import fc from 'fast-check';
import type { Backend, GroupOperations, Scalars } from '../backend/backend.js';
import { nobleBackend } from '../backend/noble/backend.js';
import { createWasmBackend } from '../backend/wasm/backend.js';

// Differential tests: the WebAssembly backend must return the same bytes as the noble backend.

const { Fn } = ristretto255.Point;
export const ORDER = Fn.ORDER;
export const wasmBackend = createWasmBackend();

/** Runs the same operations on both backends and expects the same bytes. */
export function expectSame(operations: (group: GroupOperations) => Uint8Array | Uint8Array[]): void {
  expect(wasmBackend.withScope(operations)).toEqual(nobleBackend.withScope(operations));
}

export const bytesOf = (...values: bigint[]) =>
  concatBytes(...values.map((value) => numberToBytesLE(value, 32)));
export const randomNumbers = (count: number) =>
  Array.from({ length: count }, () => Fn.create(bytesToNumberLE(randomBytes(40))));

const R = 1n << 261n;
/** Scalars at the limits of the order, of the Montgomery representation and of its limbs. */
const EDGES = [
  0n,
  1n,
  2n,
  ORDER - 1n,
  ORDER - 2n,
  ORDER >> 1n,
  (1n << 252n) - 1n,
  1n << 252n,
  R % ORDER,
].concat(
  Array.from({ length: 8 }, (_, i) => 1n << BigInt(29 * (i + 1))),
  Array.from({ length: 8 }, (_, i) => (1n << BigInt(29 * (i + 1))) - 1n),
);
export const scalar = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: ORDER - 1n }));
const vector = (length: number) => fc.array(scalar, { minLength: length, maxLength: length });
/** Two vectors of equal length and a single scalar. */
export const vectors = fc
  .integer({ min: 1, max: 9 })
  .chain((n) => fc.record({ a: vector(n), b: vector(n), x: scalar }));

/** Encodings of multiples of the base point, including the identity. */
export const encodingsOf = (multiples: bigint[]) =>
  concatBytes(
    ...multiples.map((k) =>
      (k === 0n ? ristretto255.Point.ZERO : ristretto255.Point.BASE.multiply(k)).toBytes(),
    ),
  );

export function expectSameElementwise(numRuns: number): void {
  fc.assert(
    fc.property(vectors, ({ a, b, x }) =>
      expectSame((group) => {
        const [left, right] = [group.decodeScalars(bytesOf(...a)), group.decodeScalars(bytesOf(...b))];
        const one = group.decodeScalars(bytesOf(x));
        const results: Scalars[] = [];
        for (const operation of ['add', 'subtract', 'multiply'] as const)
          results.push(
            group[operation](left, right),
            group[operation](left, one),
            group[operation](one, right),
            group[operation](left, left),
          );
        results.push(group.negate(left), group.subsetProducts(left, right), group.invertVarTime(left));
        results.push(group.concat(left, one, right), group.slice(group.concat(left, right), 1, a.length + 1));
        return results.map((result) => group.encodeScalars(result));
      }),
    ),
    { numRuns },
  );
}

export function expectSameDecoding(numRuns: number): void {
  const P = 2n ** 255n - 19n;
  const limits = [P - 1n, P - 2n, P, P + 1n, P + 2n, 2n ** 255n - 1n, 2n ** 255n, 2n ** 256n - 1n];
  const encoding = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.bigInt({ min: 0n, max: P }).map((s) => numberToBytesLE(s & ~1n, 32)),
    fc.constantFrom(0n, 1n, 2n, 4n, ...limits).map((s) => numberToBytesLE(s, 32)),
  );
  const decoded = (backend: Backend, bytes: Uint8Array) =>
    backend.withScope((group) => {
      try {
        return group.encodePoints(group.decodePoints(bytes));
      } catch (error) {
        return error;
      }
    });
  fc.assert(
    fc.property(fc.array(encoding, { minLength: 1, maxLength: 9 }), (encodings) => {
      const bytes = concatBytes(...encodings);
      expect(decoded(wasmBackend, bytes)).toEqual(decoded(nobleBackend, bytes));
      for (const one of encodings) expect(decoded(wasmBackend, one)).toEqual(decoded(nobleBackend, one));
    }),
    { numRuns },
  );
}

/** `commitBits` and `commitVectors` for m values of `bits` bits. */
export function expectSameCommitments(bits: number, m: number): void {
  expectSame((group) => {
    const values = new Uint8Array(8 * m).map((_, i) => (37 * i + 11) & 255);
    const blinding = group.decodeScalars(bytesOf(ORDER - 5n));
    const left = group.powers(group.decodeScalars(bytesOf(12345n << 200n)), bits * m);
    const right = group.multiply(left, left);
    return [group.commitBits(blinding, values, bits), group.commitVectors(blinding, left, right, bits)].map(
      (point) => group.encodePoints(point),
    );
  });
  const [a, b] = [randomNumbers(bits * m), [0n, 1n, ORDER - 1n, ...randomNumbers(bits * m - 3)]];
  expectSame((group) =>
    group.encodePoints(
      group.commitVectors(
        group.decodeScalars(bytesOf(0n)),
        group.decodeScalars(bytesOf(...a)),
        group.decodeScalars(bytesOf(...b)),
        bits,
      ),
    ),
  );
}

/** A multi-scalar multiplication of B, B_blinding, generators of two sizes and `count` points. */
export function expectSameMultiScalarMul(count: number): void {
  const encodings = nobleBackend.withScope((group) =>
    group.encodePoints(group.derivePointsVarTime(new Uint8Array(64 * count).map((_, i) => (i * i) % 251))),
  );
  expectSame((group) => {
    const one = (k: bigint) => group.decodeScalars(bytesOf(k));
    const msm = group.newMultiScalarMulVarTime({ points: count + 1, parties: 2 });
    msm.addPedersen(one(ORDER - 1n), one(1n << 130n));
    const g = group.powers(one((1n << 129n) - 1n), 64);
    msm.addGenerators(g, group.negate(g), 64);
    msm.addGenerators(group.slice(g, 3, 19), group.slice(g, 40, 56), 8);
    const coefficients = group.powers(one(ORDER - 2n), Math.max(count, 1));
    const half = count >> 1;
    const add = (from: number, to: number) => {
      if (to > from)
        msm.addPoints(
          group.slice(coefficients, from, to),
          group.decodePoints(encodings.subarray(32 * from, 32 * to)),
        );
    };
    add(0, half);
    add(half, count);
    msm.addPoints(one(0n), group.derivePointsVarTime(new Uint8Array(64).fill(9)));
    return group.encodePoints(msm.evaluateVarTime());
  });
}

/** A number with all 11-bit digits equal. */
const repeated = (digit: bigint, windows: number) =>
  Array.from({ length: windows }).reduce<bigint>((sum) => (sum << 11n) + digit, 0n);
/** Edge cases of bucket sums: 11-bit digits at their limits, all equal, or all zero but one. */
const BUCKET_EDGES = [
  0n,
  1n,
  ORDER - 1n,
  1n << 252n,
  (1n << 252n) - 1n,
  repeated(1023n, 22),
  repeated(1024n, 22),
  repeated(1025n, 22),
  repeated(1n, 23) % ORDER,
  1024n << 110n,
  2047n << 231n,
];

/** Multi-scalar multiplications over the generators of many parties, with and without points. */
export function expectSameManyParties(parties: number, bits: number): void {
  const n = parties * bits;
  const edges = Array.from(
    { length: n },
    (_, i) => BUCKET_EDGES[(i + Math.floor(i / 7)) % BUCKET_EDGES.length] as bigint,
  );
  const random = randomNumbers(n);
  expectSame((group) => {
    const sumOf = (g: readonly bigint[], h: readonly bigint[], points: number) => {
      const msm = group.newMultiScalarMulVarTime({ points, parties });
      const one = (k: bigint) => group.decodeScalars(bytesOf(k));
      msm.addPedersen(one(3n), one(ORDER - 4n));
      msm.addGenerators(group.decodeScalars(bytesOf(...g)), group.decodeScalars(bytesOf(...h)), bits);
      if (points > 0)
        msm.addPoints(
          group.powers(one(ORDER - 2n), points),
          group.derivePointsVarTime(new Uint8Array(64 * points).map((_, i) => (i * i) % 251)),
        );
      return group.encodePoints(msm.evaluateVarTime());
    };
    const zeros = edges.map(() => 0n);
    return [
      sumOf(zeros, zeros, 0),
      sumOf(edges, zeros, 0),
      sumOf(edges, random, 3),
      sumOf([...random].reverse(), [...edges].reverse(), 151),
    ];
  });
}
