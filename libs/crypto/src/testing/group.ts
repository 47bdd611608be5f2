import { expect } from '@jest/globals';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { type Backend, type GroupOperations, type Scalars } from '../backend/backend.js';
import { RistrettoPoint } from '../backend/noble/points.js';
import { encodeInteger } from '../bytes.js';
import { BulletproofGenerators } from '../generators/bulletproofs.js';

// Reference computations on numbers and single points, to compare the backends with.

export const { Fn } = RistrettoPoint;
export const ORDER = Fn.ORDER;

export const scalar = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, ORDER - 1n, (ORDER - 1n) / 2n, 2n ** 64n, 2n ** 252n),
  fc.bigInt({ min: 0n, max: ORDER - 1n }),
);
export const vector = (length: number) => fc.array(scalar, { minLength: length, maxLength: length });

const generators = new BulletproofGenerators();
const decode = (encoding: Uint8Array) => RistrettoPoint.fromBytes(encoding);

export const sum = (points: readonly RistrettoPoint[]) =>
  points.reduce((total, P) => total.add(P), RistrettoPoint.ZERO);
export const times = (P: Uint8Array, k: bigint) => decode(P).multiplyUnsafe(Fn.create(k));
export const combine = (k: readonly bigint[], P: readonly Uint8Array[]) =>
  sum(k.map((coefficient, i) => times(P[i] as Uint8Array, coefficient)));

/** The generators of m parties: generator i of party j is at index bits·j + i. */
export const generatorsOf = (family: 'G' | 'H', bits: number, m: number) =>
  Array.from({ length: m }, (_, j) => generators[family](j).slice(0, bits)).flat();

export const decodeNumbers = (group: GroupOperations, values: readonly bigint[]) =>
  group.decodeScalars(concatBytes(...values.map(encodeInteger)));

export function encodeNumbers(group: GroupOperations, a: Scalars): bigint[] {
  const bytes = group.encodeScalars(a);
  return Array.from({ length: a.length }, (_, i) => bytesToNumberLE(bytes.subarray(32 * i, 32 * i + 32)));
}

/** Runs an operation on vectors and compares the result with numbers mod ℓ. */
export function expectNumbers(
  backend: Backend,
  operands: readonly (readonly bigint[])[],
  operation: (group: GroupOperations, ...operands: Scalars[]) => Scalars,
  expected: readonly bigint[],
): void {
  backend.withScope((group) => {
    const result = operation(group, ...operands.map((values) => decodeNumbers(group, values)));
    expect(result.length).toBe(expected.length);
    expect(encodeNumbers(group, result)).toEqual(expected.map((value) => Fn.create(value)));
  });
}
