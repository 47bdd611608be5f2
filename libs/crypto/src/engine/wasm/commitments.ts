import { GENS_CAPACITY } from '../../generators/chain.js';
import type { Commitments } from '../engine.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { ENTRY_BYTES, FIXED_BASE_WORK_BYTES, PAIR_BYTES, SCALAR_BYTES, SCALAR_DIGITS } from './layout.js';
import { pairsOf, WasmPoints } from './points.js';
import { addressOf, addressOfOne, sameLength } from './scalars.js';

/** Digits of a generator's scalar that fall to the first half of a table that is split in two. */
const SPLIT_DIGITS = SCALAR_DIGITS / 2;

export function commitments({ kernel, arena, tables }: Context): Commitments {
  /** Lane 0: value·B, lane 1: blinding·B_blinding; the scalars are copied from the addresses given. */
  function pedersenPair(pair: number, value: number | undefined, blinding: number): void {
    const comb = tables.comb(arena);
    arena.temporarily(() => {
      const scalars = arena.allocate(2 * SCALAR_BYTES);
      if (value === undefined) arena.bytes.fill(0, scalars, scalars + SCALAR_BYTES);
      else arena.bytes.copyWithin(scalars, value, value + SCALAR_BYTES);
      arena.bytes.copyWithin(scalars + SCALAR_BYTES, blinding, blinding + SCALAR_BYTES);
      const digits = arena.allocate(2 * SCALAR_DIGITS);
      kernel.combMultiply(pair, comb, scalars, digits, arena.allocate(FIXED_BASE_WORK_BYTES));
    });
  }

  /** Strings (table, digits) for `multiplyFixed`, those over the whole scalar before the halves. */
  class Strings {
    readonly long: number[] = [];
    readonly short: number[] = [];

    add({ address, stride, entries, shift }: FamilyTables, index: number, digits: number): void {
      const table = address + stride * index;
      if (shift === 0) this.long.push(table, digits);
      else this.short.push(table, digits, table + ENTRY_BYTES * entries, digits + SPLIT_DIGITS);
    }

    write(): number {
      const words = Uint32Array.from([...this.long, ...this.short]);
      return arena.put(new Uint8Array(words.buffer));
    }
  }

  return {
    commit(values, blindings) {
      sameLength(values, blindings);
      const points = new WasmPoints(
        arena.allocate(PAIR_BYTES * pairsOf(values.length)),
        values.length,
        false,
      );
      const other = arena.allocate(PAIR_BYTES);
      for (let i = 0; i < values.length; i++) {
        const pair = points.address + PAIR_BYTES * (i >> 1);
        const target = i % 2 === 0 ? pair : other;
        pedersenPair(target, addressOf(values) + SCALAR_BYTES * i, addressOf(blindings) + SCALAR_BYTES * i);
        kernel.addLanes(target);
        if (i % 2 === 1) kernel.zipLanes(pair, pair, other);
      }
      return points;
    },

    commitBits(blinding, values, bits) {
      const A = arena.allocate(PAIR_BYTES);
      pedersenPair(A, undefined, addressOfOne(blinding));
      const work = arena.allocate(FIXED_BASE_WORK_BYTES);
      const view = new DataView(values.buffer, values.byteOffset, values.length);
      for (let party = 0; party < values.length / 8; party++) {
        const { G, H } = tables.party(party, arena);
        kernel.addBits(A, view.getBigUint64(8 * party, true), bits, G.address, H.address, G.stride, work);
      }
      kernel.addLanes(A);
      return new WasmPoints(A, 1, false);
    },

    commitVectors(blinding, left, right, bits) {
      sameLength(left, right);
      if (bits > GENS_CAPACITY || left.length % bits !== 0) throw new RangeError('No such generators.');
      const S = arena.allocate(PAIR_BYTES);
      arena.temporarily(() => {
        const length = left.length;
        const digits = arena.allocate(SCALAR_DIGITS * (2 * length + 1));
        const ofRight = digits + SCALAR_DIGITS * length;
        const ofBlinding = ofRight + SCALAR_DIGITS * length;
        kernel.signedOdd(digits, addressOf(left), length);
        kernel.signedOdd(ofRight, addressOf(right), length);
        kernel.signedOdd(ofBlinding, addressOfOne(blinding), 1);
        const strings = new Strings();
        strings.add(tables.pedersen(arena), 1, ofBlinding);
        for (let i = 0; i < length; i++) {
          const { G, H } = tables.party(Math.floor(i / bits), arena);
          strings.add(G, i % bits, digits + SCALAR_DIGITS * i);
          strings.add(H, i % bits, ofRight + SCALAR_DIGITS * i);
        }
        const address = strings.write();
        const work = arena.allocate(FIXED_BASE_WORK_BYTES);
        kernel.multiplyFixed(
          S,
          address,
          strings.long.length / 2,
          strings.short.length / 2,
          SPLIT_DIGITS,
          work,
        );
      });
      return new WasmPoints(S, 1, false);
    },
  };
}
