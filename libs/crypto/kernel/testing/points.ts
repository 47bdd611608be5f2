import { expect } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import type { KernelUnderTest } from './kernel-under-test.js';

export const { Point } = ed25519;
export type Point = InstanceType<typeof Point>;
const { Fp, Fn } = Point;

export const PAIR = 320;
export const NIELS = 240;
export const ENTRY = 128;

/** The eight points whose order divides the cofactor. */
export const TORSION = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
].map((hex) => Point.fromHex(hex, true));

const multiple = fc
  .oneof(fc.constantFrom(1n, 2n, Fn.ORDER - 1n), fc.bigInt({ min: 1n, max: Fn.ORDER - 1n }))
  .map((k) => Point.BASE.multiply(k));
export const point = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...TORSION) },
  { weight: 2, arbitrary: multiple },
  { weight: 1, arbitrary: fc.tuple(multiple, fc.constantFrom(...TORSION)).map(([p, t]) => p.add(t)) },
);
export const points = fc.tuple(point, point);
const z = fc.oneof(fc.constantFrom(1n, 2n, Fp.ORDER - 1n), fc.bigInt({ min: 1n, max: Fp.ORDER - 1n }));
export const scales = fc.tuple(z, z);

/** An extended pair with the given Z. */
export function extended(
  kernel: KernelUnderTest,
  both: readonly Point[],
  scale: readonly bigint[] = [1n, 1n],
): number {
  const address = kernel.allocate(PAIR);
  const affine = both.map((p) => p.toAffine());
  const coordinates = [
    affine.map(({ x }, i) => Fp.mul(x, scale[i] as bigint)),
    affine.map(({ y }, i) => Fp.mul(y, scale[i] as bigint)),
    [...scale],
    affine.map(({ x, y }, i) => Fp.mul(Fp.mul(x, y), scale[i] as bigint)),
  ];
  for (const [c, values] of coordinates.entries()) {
    const from = kernel.pairOf(values);
    kernel.bytes.copyWithin(address + 80 * c, from, from + 80);
  }
  return address;
}

/** The points of an extended pair; checks that T = X·Y/Z. */
export function read(kernel: KernelUnderTest, pair: number, withT = true): Point[] {
  return [0, 1].map((lane) => {
    const [X, Y, Z, T] = [0, 1, 2, 3].map((c) => kernel.canonical(pair + 80 * c, lane)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    if (withT) expect(Fp.mul(T, Z)).toBe(Fp.mul(X, Y));
    const inverse = Fp.inv(Z);
    return Point.fromAffine({ x: Fp.mul(X, inverse), y: Fp.mul(Y, inverse) });
  });
}

export function niels(kernel: KernelUnderTest, both: readonly Point[]): number {
  const address = kernel.allocate(NIELS);
  kernel.exports.affineToNiels(address, extended(kernel, both));
  return address;
}

export const expectPoints = (actual: readonly Point[], expected: readonly Point[]) =>
  expect(actual.map((p) => p.toHex())).toEqual(expected.map((p) => p.toHex()));
