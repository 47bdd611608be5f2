import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { ENTRY_BYTES, tableWorkBytes } from './layout.js';
import { pairCount } from './points.js';

/** Tables of variable points: non-adjacent forms of width 5, 8 odd multiples. */
export const POINT_WIDTH = 5;
const POINT_MULTIPLES = 8;

const SCALAR_BITS = 254;

/** Bytes for the digits of `scalars` in a Straus sum: address, position and sorted address of each. */
export const digitBytes = (scalars: number, width: number) =>
  12 * scalars * (Math.ceil(SCALAR_BITS / width) + 1);

/** Additional bytes for sorting the digits. */
const SORTING_BYTES = 2048;

/** A sum over points with tables, by one ladder of doublings (Straus' method). */
export class Ladder {
  constructor(private readonly context: Context) {}

  /** Reserves `bytes` for digits and starts a sum. Called inside `arena.withTemporary`. */
  begin(bytes: number): void {
    this.context.kernel.strausBeginVarTime(this.context.arena.allocate(bytes + SORTING_BYTES));
  }

  /** Adds Σ sᵢ·Pᵢ for the i < n with (i & mask) = match. */
  add(scalars: number, n: number, tables: FamilyTables, mask = 0, match = 0): void {
    const { address, stride, width, shift } = tables;
    this.context.kernel.strausAddVarTime(scalars, n, address, stride, width, shift, mask, match, 0);
  }

  /**
   * Adds Σ sᵢ·P₍ₖᵢ₊ₜ₎ for i < n to lane 0, and the same sum with t + 1 to lane 1. Do not mix with `add`;
   * evaluate with `strausLanesVarTime`.
   */
  addToLanes(scalars: number, n: number, tables: FamilyTables, k: number, t: number): void {
    const { address, stride, width, shift } = tables;
    const { kernel } = this.context;
    kernel.strausAddVarTime(scalars, n, address + stride * t, stride * k, width, shift, 0, 0, stride);
  }
}

/** Builds tables for the first `count` points of extended pairs, in the arena. */
export function buildPointTables({ arena, kernel }: Context, points: number, count: number): FamilyTables {
  const pairs = pairCount(count);
  const stride = POINT_MULTIPLES * ENTRY_BYTES;
  const address = arena.allocate(2 * pairs * stride);
  if (pairs > 0)
    arena.withTemporary(() => {
      const work = arena.allocate(tableWorkBytes(POINT_MULTIPLES * pairs));
      kernel.buildPointTables(address, points, pairs, POINT_MULTIPLES, work);
    });
  return { address, stride, width: POINT_WIDTH, entries: POINT_MULTIPLES, shift: 0 };
}
