import type { InnerProductGenerators, Points, Scalars } from '../backend.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { buildPointTables, digitBytes, Ladder } from './ladder.js';
import { PAIR_BYTES, SCALAR_BYTES } from './layout.js';
import { WasmPoints } from './points.js';
import { addressOf, addressOfSingle } from './scalars.js';

/** Length at which the points are folded; measured, see docs/performance.md. */
const FOLD_POINTS_AT_LENGTH = 8;

/** Consecutive generators with tables of one shape: those of one party, or folded ones. */
interface Segment {
  /** Index of the first generator. */
  readonly first: number;
  readonly count: number;
  readonly G: FamilyTables;
  readonly H: FamilyTables;
}

/**
 * Keeps the original generators, which have tables, and folds the factor of each generator instead:
 * in a round of length k, generator i of the argument is the sum of the original generators i, i + k,
 * i + 2k, … times their factors. Once k is small, these sums are computed once, and tables of them
 * serve the last rounds.
 */
export class WasmInnerProductGenerators implements InnerProductGenerators {
  length: number;
  private total: number;
  private segments: readonly Segment[];
  private readonly isFoldable: boolean;
  private readonly gFactors: number;
  private readonly hFactors: number;

  constructor(
    private readonly context: Context,
    hFactors: Scalars,
    bits: number,
  ) {
    const { arena, kernel, tables } = context;
    this.length = hFactors.length;
    this.total = hFactors.length;
    this.segments = Array.from({ length: this.total / bits }, (_, party) => ({
      first: party * bits,
      count: bits,
      ...tables.party(party, arena),
    }));
    const bytes = SCALAR_BYTES * this.total;
    this.gFactors = arena.allocate(bytes);
    this.hFactors = arena.allocate(bytes);
    const one = kernel.SCALAR_ONE.value as number;
    for (let i = 0; i < this.total; i++)
      arena.bytes.copyWithin(this.gFactors + SCALAR_BYTES * i, one, one + SCALAR_BYTES);
    arena.bytes.copyWithin(this.hFactors, addressOf(hFactors), addressOf(hFactors) + bytes);
    const work = arena.allocate(SCALAR_BYTES);
    this.isFoldable = kernel.isGeometricVarTime(this.hFactors, this.total, work) === 1;
  }

  crossTermsVarTime(a: Scalars, b: Scalars, cL: Scalars, cR: Scalars): Points {
    const { arena, kernel } = this.context;
    const terms = arena.allocate(PAIR_BYTES);
    arena.withTemporary(() => {
      const ofG = arena.allocate(SCALAR_BYTES * this.total);
      const ofH = arena.allocate(SCALAR_BYTES * this.total);
      kernel.crossCoefficients(ofG, addressOf(a), this.gFactors, this.total, this.length);
      kernel.crossCoefficients(ofH, addressOf(b), this.hFactors, this.total, this.length);
      const R = arena.allocate(PAIR_BYTES);
      this.evaluateCrossTerm(terms, ofG, ofH, true, addressOfSingle(cL));
      this.evaluateCrossTerm(R, ofG, ofH, false, addressOfSingle(cR));
      kernel.zipLanes(terms, terms, R);
    });
    return new WasmPoints(terms, 2, false);
  }

  foldVarTime(u: Scalars, uInverse: Scalars): void {
    const { kernel } = this.context;
    const [forward, backward] = [addressOfSingle(u), addressOfSingle(uInverse)];
    kernel.foldFactors(this.gFactors, backward, forward, this.total, this.length);
    kernel.foldFactors(this.hFactors, forward, backward, this.total, this.length);
    this.length /= 2;
    if (this.isFoldable && this.length === FOLD_POINTS_AT_LENGTH && this.total > FOLD_POINTS_AT_LENGTH)
      this.foldPoints();
  }

  /** L uses the upper half of G and the lower half of H; R uses the other halves. */
  private evaluateCrossTerm(out: number, ofG: number, ofH: number, isL: boolean, c: number): void {
    const { arena, kernel, tables } = this.context;
    const half = this.length / 2;
    arena.withTemporary(() => {
      const ladder = new Ladder(this.context);
      const pedersen = tables.pedersen(arena);
      ladder.begin(
        digitBytes(1, pedersen.width) +
          this.segments.reduce((bytes, { count, G }) => bytes + digitBytes(2 * count, G.width), 0),
      );
      ladder.add(c, 1, pedersen);
      for (const { first, count, G, H } of this.segments) {
        for (const [scalars, family, upper] of [
          [ofG, G, isL],
          [ofH, H, !isL],
        ] as const) {
          const from = scalars + SCALAR_BYTES * first;
          if (half < count) ladder.add(from, count, family, half, upper ? half : 0);
          else if (((first & half) !== 0) === upper) ladder.add(from, count, family);
        }
      }
      kernel.strausEvaluateVarTime(out);
    });
  }

  /**
   * Replaces the generators with k = `length` sums per family. In these sums, the factors of
   * G₍ₖ_q₊ₜ₎ relative to the factor of Gₜ are the same for every t. This also holds for H, because its
   * factors are powers of one scalar. So two sums share their digits, one sum per lane; the factor of
   * Gₜ stays as the factor of the sum.
   */
  private foldPoints(): void {
    const { arena, kernel } = this.context;
    const k = this.length;
    const points = arena.allocate(2 * k * (PAIR_BYTES / 2));
    arena.withTemporary(() => {
      const inverses = arena.allocate(2 * SCALAR_BYTES);
      const firsts = arena.allocate(2 * SCALAR_BYTES);
      for (const [i, factors] of [this.gFactors, this.hFactors].entries())
        arena.bytes.copyWithin(firsts + SCALAR_BYTES * i, factors, factors + SCALAR_BYTES);
      kernel.invertVectorVarTime(inverses, firsts, 2, arena.allocate(4 * SCALAR_BYTES));
      const relative = arena.allocate((SCALAR_BYTES * this.total) / k);
      const space = this.segments.reduce(
        (sum, { count, G }) => sum + digitBytes((2 * count) / k, G.width),
        0,
      );
      for (const [i, factors] of [this.gFactors, this.hFactors].entries()) {
        kernel.relativeFactors(relative, factors, inverses + SCALAR_BYTES * i, this.total / k, k);
        for (let t = 0; t < k; t += 2)
          arena.withTemporary(() => {
            const ladder = new Ladder(this.context);
            ladder.begin(space);
            for (const { first, count, G, H } of this.segments)
              ladder.addToLanes(relative + (SCALAR_BYTES * first) / k, count / k, i === 0 ? G : H, k, t);
            kernel.strausLanesVarTime(points + (PAIR_BYTES / 2) * (k * i + t));
          });
      }
    });
    const G = buildPointTables(this.context, points, 2 * k);
    this.segments = [{ first: 0, count: k, G, H: { ...G, address: G.address + G.stride * k } }];
    this.total = k;
  }
}
