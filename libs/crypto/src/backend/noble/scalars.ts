import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, concatBytes, numberToBytesLE } from '@noble/curves/utils.js';
import { EncodingError, type ScalarOperations, type Scalars } from '../backend.js';

const { Fn } = ristretto255.Point;

const at = (a: readonly bigint[], i: number): bigint => a[a.length === 1 ? 0 : i] as bigint;

/** A vector over GF(ℓ) as reduced bigints. */
export class NobleScalars implements Scalars {
  readonly kind = 'scalars';

  constructor(readonly values: readonly bigint[]) {}

  get length(): number {
    return this.values.length;
  }

  static of(a: Scalars): readonly bigint[] {
    return (a as NobleScalars).values;
  }
}

const { of } = NobleScalars;

function elementwise(a: Scalars, b: Scalars, operation: (x: bigint, y: bigint) => bigint): Scalars {
  const [x, y] = [of(a), of(b)];
  return new NobleScalars(
    Array.from({ length: Math.max(x.length, y.length) }, (_, i) => operation(at(x, i), at(y, i))),
  );
}

const chunks = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(size * i, size * (i + 1)));

export const scalarOperations: ScalarOperations = {
  decodeScalars(bytes) {
    const values = chunks(bytes, 32).map((encoding) => bytesToNumberLE(encoding));
    const invalid = values.findIndex((value) => value >= Fn.ORDER);
    if (invalid >= 0) throw new EncodingError('scalar', invalid);
    return new NobleScalars(values);
  },

  reduceWide: (bytes) => new NobleScalars(chunks(bytes, 64).map((wide) => Fn.create(bytesToNumberLE(wide)))),

  decomposeBits: (values, bits) =>
    new NobleScalars(
      chunks(values, 8).flatMap((value) =>
        Array.from({ length: bits }, (_, i) => BigInt(((value[i >> 3] as number) >> (i & 7)) & 1)),
      ),
    ),

  encodeScalars: (a) => concatBytes(...of(a).map((value) => numberToBytesLE(value, 32))),

  add: (a, b) => elementwise(a, b, (x, y) => Fn.add(x, y)),
  subtract: (a, b) => elementwise(a, b, (x, y) => Fn.sub(x, y)),
  multiply: (a, b) => elementwise(a, b, (x, y) => Fn.mul(x, y)),
  negate: (a) => new NobleScalars(of(a).map((x) => Fn.neg(x))),

  innerProduct(a, b) {
    const y = of(b);
    return new NobleScalars([Fn.create(of(a).reduce((sum, x, i) => sum + x * (y[i] as bigint), 0n))]);
  },

  powers(x, length) {
    const base = at(of(x), 0);
    const values = [1n];
    while (values.length < length) values.push(Fn.mul(values[values.length - 1] as bigint, base));
    return new NobleScalars(values);
  },

  kronecker: (a, b) => new NobleScalars(of(a).flatMap((x) => of(b).map((y) => Fn.mul(x, y)))),

  subsetProducts: (a, ratios) =>
    new NobleScalars(
      of(ratios).reduce<readonly bigint[]>(
        (products, ratio) => products.flatMap((x) => [x, Fn.mul(x, ratio)]),
        of(a),
      ),
    ),

  slice: (a, from, to) => new NobleScalars(of(a).slice(from, to)),
  concat: (...parts) => new NobleScalars(parts.flatMap((part) => of(part))),
  invertVarTime: (a) => new NobleScalars(of(a).map((x) => (x === 0n ? 0n : Fn.inv(x)))),
};
