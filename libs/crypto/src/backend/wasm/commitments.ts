import { GENS_CAPACITY } from '../../generators/chain.js';
import type { CommitmentOperations } from '../backend.js';
import type { Arena } from './arena.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { ENTRY_BYTES, FIXED_BASE_WORK_BYTES, PAIR_BYTES, SCALAR_BYTES, SCALAR_DIGITS } from './layout.js';
import { pairCount, WasmPoints } from './points.js';
import { addressOf, addressOfSingle, assertSameLength } from './scalars.js';

/** Digits of a scalar that use the first half of a split table. */
const SPLIT_DIGITS = SCALAR_DIGITS / 2;

/** The terms (table, digits) of `multiplyFixed`: whole scalars first, then the halves of split ones. */
class FixedBaseTerms {
  readonly whole: number[] = [];
  readonly halves: number[] = [];

  constructor(private readonly arena: Arena) {}

  add({ address, stride, entries, shift }: FamilyTables, index: number, digits: number): void {
    const table = address + stride * index;
    if (shift === 0) this.whole.push(table, digits);
    else this.halves.push(table, digits, table + ENTRY_BYTES * entries, digits + SPLIT_DIGITS);
  }

  /** Writes the list to the arena; returns its address. */
  write(): number {
    const words = Uint32Array.from([...this.whole, ...this.halves]);
    return this.arena.copyIn(new Uint8Array(words.buffer));
  }
}

export function commitmentOperations({ kernel, arena, tables }: Context): CommitmentOperations {
  /** Lane 0: value·B, lane 1: blinding·B_blinding, for the scalars at the given addresses. */
  function pedersenPair(pair: number, value: number | undefined, blinding: number): void {
    const comb = tables.comb(arena);
    arena.withTemporary(() => {
      const scalars = arena.allocate(2 * SCALAR_BYTES);
      if (value === undefined) arena.bytes.fill(0, scalars, scalars + SCALAR_BYTES);
      else arena.bytes.copyWithin(scalars, value, value + SCALAR_BYTES);
      arena.bytes.copyWithin(scalars + SCALAR_BYTES, blinding, blinding + SCALAR_BYTES);
      const digits = arena.allocate(2 * SCALAR_DIGITS);
      kernel.combMultiply(pair, comb, scalars, digits, arena.allocate(FIXED_BASE_WORK_BYTES));
    });
  }

  return {
    commit(values, blindings) {
      assertSameLength(values, blindings);
      const points = new WasmPoints(
        arena.allocate(PAIR_BYTES * pairCount(values.length)),
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
      pedersenPair(A, undefined, addressOfSingle(blinding));
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
      assertSameLength(left, right);
      if (bits > GENS_CAPACITY || left.length % bits !== 0)
        throw new RangeError(`No generators for ${left.length} scalars of ${bits} bits.`);
      const S = arena.allocate(PAIR_BYTES);
      arena.withTemporary(() => {
        const length = left.length;
        const digits = arena.allocate(SCALAR_DIGITS * (2 * length + 1));
        const ofRight = digits + SCALAR_DIGITS * length;
        const ofBlinding = ofRight + SCALAR_DIGITS * length;
        kernel.recodeSignedOdd(digits, addressOf(left), length);
        kernel.recodeSignedOdd(ofRight, addressOf(right), length);
        kernel.recodeSignedOdd(ofBlinding, addressOfSingle(blinding), 1);
        const terms = new FixedBaseTerms(arena);
        terms.add(tables.pedersen(arena), 1, ofBlinding);
        for (let i = 0; i < length; i++) {
          const { G, H } = tables.party(Math.floor(i / bits), arena);
          terms.add(G, i % bits, digits + SCALAR_DIGITS * i);
          terms.add(H, i % bits, ofRight + SCALAR_DIGITS * i);
        }
        const address = terms.write();
        const work = arena.allocate(FIXED_BASE_WORK_BYTES);
        kernel.multiplyFixed(S, address, terms.whole.length / 2, terms.halves.length / 2, SPLIT_DIGITS, work);
      });
      return new WasmPoints(S, 1, false);
    },
  };
}
