import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { ENTRY_BYTES, tableWorkBytes } from './layout.js';
import { pairsOf } from './points.js';

/** Tables of variable points: non-adjacent forms of width 5, 8 odd multiples. */
export const POINT_WIDTH = 5;
const POINT_MULTIPLES = 8;

const SCALAR_BITS = 254;

/** Bytes that one scalar's digits take in a Straus sum: address, position and sorted address. */
export const digitBytes = (scalars: number, width: number) =>
  12 * scalars * (Math.ceil(SCALAR_BITS / width) + 1);

/** What sorting the digits takes besides. */
const SORTING_BYTES = 2048;

/** A sum over points with tables, by one ladder of doublings (Straus). */
export class Ladder {
  constructor(private readonly context: Context) {}

  /** Reserves room for digits and begins; to be called inside of `arena.temporarily`. */
  begin(bytes: number): void {
    this.context.kernel.strausBeginVarTime(this.context.arena.allocate(bytes + SORTING_BYTES));
  }

  /** Adds Σ sᵢ·Pᵢ for the i < n with (i & select) = wanted. */
  add(scalars: number, n: number, tables: FamilyTables, select = 0, wanted = 0): void {
    const { address, stride, width, shift } = tables;
    this.context.kernel.strausAddVarTime(scalars, n, address, stride, width, shift, select, wanted, 0);
  }

  /**
   * Adds Σ sᵢ·P₍ₖᵢ₊ₜ₎ for i < n to lane 0, and the same with t + 1 to lane 1. Not to be mixed with `add`;
   * evaluated by `strausLanesVarTime`.
   */
  addTwo(scalars: number, n: number, tables: FamilyTables, k: number, t: number): void {
    const { address, stride, width, shift } = tables;
    const { kernel } = this.context;
    kernel.strausAddVarTime(scalars, n, address + stride * t, stride * k, width, shift, 0, 0, stride);
  }
}

/** Tables for `count` points of extended pairs, in the arena. */
export function tablesOfPoints({ arena, kernel }: Context, points: number, count: number): FamilyTables {
  const pairs = pairsOf(count);
  const stride = POINT_MULTIPLES * ENTRY_BYTES;
  const address = arena.allocate(2 * pairs * stride);
  if (pairs > 0)
    arena.temporarily(() => {
      const work = arena.allocate(tableWorkBytes(POINT_MULTIPLES * pairs));
      kernel.buildPointTables(address, points, pairs, POINT_MULTIPLES, work);
    });
  return { address, stride, width: POINT_WIDTH, entries: POINT_MULTIPLES, shift: 0 };
}
