import { EncodingError, type ScalarOperations, type Scalars } from '../backend.js';
import type { Context } from './context.js';
import { SCALAR_BYTES } from './layout.js';

/** A vector of scalars in the kernel's memory. */
export class WasmScalars implements Scalars {
  readonly kind = 'scalars';

  constructor(
    readonly address: number,
    readonly length: number,
  ) {}
}

export const addressOf = (a: Scalars): number => (a as WasmScalars).address;

/** The address of a 1-vector. */
export function addressOfSingle(a: Scalars): number {
  if (a.length !== 1) throw new RangeError(`Expected one scalar, got ${a.length}.`);
  return addressOf(a);
}

export function assertSameLength(a: { length: number }, b: { length: number }): void {
  if (a.length !== b.length) throw new RangeError(`Lengths differ: ${a.length} and ${b.length}.`);
}

export function scalarOperations({ kernel, arena }: Context): ScalarOperations {
  const allocate = (length: number) => new WasmScalars(arena.allocate(SCALAR_BYTES * length), length);

  /** Allocates a vector of `length`, which `fill` writes. */
  function make(length: number, fill: (out: number) => void): WasmScalars {
    const out = allocate(length);
    fill(out.address);
    return out;
  }

  /** Element by element; an operand with a single element is broadcast. */
  function elementwise(
    operation: (out: number, a: number, b: number, n: number, stepA: number, stepB: number) => void,
  ) {
    return (a: Scalars, b: Scalars) => {
      if (a.length !== 1 && b.length !== 1) assertSameLength(a, b);
      const length = Math.max(a.length, b.length);
      const step = (operand: Scalars) => (operand.length === 1 ? 0 : 1);
      return make(length, (out) => operation(out, addressOf(a), addressOf(b), length, step(a), step(b)));
    };
  }

  function firstNotCanonical(bytes: number, length: number): number {
    return arena.withTemporary(() => {
      const one = arena.allocate(SCALAR_BYTES);
      let i = 0;
      while (i < length - 1 && kernel.fromBytes(one, bytes + 32 * i, 1) === 1) i++;
      return i;
    });
  }

  return {
    decodeScalars(bytes) {
      const length = bytes.length / 32;
      const source = arena.copyIn(bytes);
      const out = allocate(length);
      if (kernel.fromBytes(out.address, source, length) === 0)
        throw new EncodingError('scalar', firstNotCanonical(source, length));
      return out;
    },

    reduceWide(bytes) {
      const source = arena.copyIn(bytes);
      const length = bytes.length / 64;
      return make(length, (out) => kernel.fromWideBytes(out, source, length));
    },

    decomposeBits(values, bits) {
      const source = arena.copyIn(values);
      const m = values.length / 8;
      return make(m * bits, (out) => kernel.decomposeBits(out, source, m, bits));
    },

    encodeScalars(a) {
      const out = arena.allocate(32 * a.length);
      kernel.toBytes(out, addressOf(a), a.length);
      return arena.copyOut(out, 32 * a.length);
    },

    add: elementwise((...operands) => kernel.addVectors(...operands)),
    subtract: elementwise((...operands) => kernel.subVectors(...operands)),
    multiply: (a, b) => {
      const [long, short] = a.length >= b.length ? [a, b] : [b, a];
      if (short.length !== 1) assertSameLength(a, b);
      return make(long.length, (out) =>
        kernel.mulVectors(out, addressOf(long), addressOf(short), long.length, short.length === 1 ? 0 : 1),
      );
    },
    negate(a) {
      const zero = arena.allocate(SCALAR_BYTES);
      arena.bytes.fill(0, zero, zero + SCALAR_BYTES);
      return make(a.length, (out) => kernel.subVectors(out, zero, addressOf(a), a.length, 0, 1));
    },

    innerProduct(a, b) {
      assertSameLength(a, b);
      return make(1, (out) => kernel.innerProduct(out, addressOf(a), addressOf(b), a.length));
    },

    powers: (x, length) => make(length, (out) => kernel.powers(out, addressOfSingle(x), length)),

    kronecker: (a, b) =>
      make(a.length * b.length, (out) =>
        kernel.kronecker(out, addressOf(a), a.length, addressOf(b), b.length),
      ),

    subsetProducts: (a, ratios) =>
      make(a.length * 2 ** ratios.length, (out) =>
        kernel.subsetProducts(out, addressOf(a), a.length, addressOf(ratios), ratios.length),
      ),

    slice(a, from, to) {
      if (from < 0 || to > a.length || from > to)
        throw new RangeError(`Slice ${from} to ${to} is outside a vector of ${a.length}.`);
      return new WasmScalars(addressOf(a) + SCALAR_BYTES * from, to - from);
    },

    concat(...parts) {
      const out = allocate(parts.reduce((sum, part) => sum + part.length, 0));
      let at = out.address;
      for (const part of parts) {
        const from = addressOf(part);
        arena.bytes.copyWithin(at, from, from + SCALAR_BYTES * part.length);
        at += SCALAR_BYTES * part.length;
      }
      return out;
    },

    invertVarTime(a) {
      const out = allocate(a.length);
      arena.withTemporary(() => {
        const work = arena.allocate(2 * SCALAR_BYTES * a.length);
        kernel.invertVectorVarTime(out.address, addressOf(a), a.length, work);
      });
      return out;
    },
  };
}
