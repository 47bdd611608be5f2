import { EncodingError, type PointOperations, type Points } from '../backend.js';
import type { Context } from './context.js';
import { DECODE_PAIRS, DECODE_WORK_BYTES, PAIR_BYTES } from './layout.js';

/** Group elements in pairs in the kernel's memory: element i is in lane i mod 2 of pair ⌊i/2⌋. */
export class WasmPoints implements Points {
  readonly kind = 'points';

  constructor(
    readonly address: number,
    readonly length: number,
    /** Whether all Z coordinates are 1. */
    readonly isAffine: boolean,
  ) {}
}

export const pairCount = (points: number) => (points + 1) >> 1;

export function pointOperations({ kernel, arena }: Context): PointOperations {
  return {
    decodePoints(bytes) {
      const length = bytes.length / 32;
      const pairs = pairCount(length);
      const points = new WasmPoints(arena.allocate(PAIR_BYTES * pairs), length, true);
      arena.withTemporary(() => {
        // An odd number of points is padded with the identity, 32 zero bytes.
        const source = arena.allocate(64 * pairs);
        arena.bytes.fill(0, source, source + 64 * pairs);
        arena.bytes.set(bytes, source);
        const work = arena.allocate(DECODE_WORK_BYTES);
        for (let pair = 0; pair < pairs; pair += DECODE_PAIRS) {
          const count = Math.min(DECODE_PAIRS, pairs - pair);
          const valid = kernel.decode(points.address + PAIR_BYTES * pair, source + 64 * pair, count, work);
          const invalid = ~valid & (2 ** (2 * count) - 1);
          if (invalid !== 0) throw new EncodingError('point', 2 * pair + 31 - Math.clz32(invalid & -invalid));
        }
      });
      return points;
    },

    encodePoints(points) {
      const { address, length } = points as WasmPoints;
      const pairs = pairCount(length);
      const out = arena.allocate(64 * pairs);
      for (let pair = 0; pair < pairs; pair++) kernel.encode(out + 64 * pair, address + PAIR_BYTES * pair);
      return arena.copyOut(out, 32 * length);
    },

    derivePointsVarTime(uniform) {
      const length = uniform.length / 64;
      const points = new WasmPoints(arena.allocate(PAIR_BYTES * pairCount(length)), length, false);
      const source = arena.copyIn(uniform);
      arena.withTemporary(() => {
        const other = arena.allocate(PAIR_BYTES);
        for (let i = 0; i < length; i++) {
          const pair = points.address + PAIR_BYTES * (i >> 1);
          const even = i % 2 === 0;
          kernel.derive(even ? pair : other, source + 64 * i);
          if (!even) kernel.zipLanes(pair, pair, other);
        }
      });
      return points;
    },

    isIdentity: (point) => (kernel.isIdentity((point as WasmPoints).address) & 1) === 1,
  };
}
