import { GENS_CAPACITY } from '../../generators/chain.js';
import type { InnerProductGenerators, MultiScalarSum, Points, PublicSums, Scalars } from '../engine.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { ENTRY_BYTES, PAIR_BYTES, SCALAR_BYTES, tableWorkBytes } from './layout.js';
import { pairsOf, WasmPoints } from './points.js';
import { addressOf, addressOfOne, sameLength } from './scalars.js';

/** Tables of variable points: non-adjacent forms of width 5, 8 odd multiples. */
const POINT_WIDTH = 5;
const POINT_MULTIPLES = 8;

/** From so many variable points on, buckets are cheaper than a table for each point. */
const PIPPENGER_FROM = 150;

/** The bits of a bucket's window that measured fastest for so many points. */
const bucketBits = (points: number) =>
  points < 320 ? 6 : points < 800 ? 7 : points < 2000 ? 8 : points < 5000 ? 9 : 10;

const SCALAR_BITS = 254;

/** Bytes that one scalar's digits take in a Straus sum: address, position and sorted address. */
const digitBytes = (scalars: number, width: number) => 12 * scalars * (Math.ceil(SCALAR_BITS / width) + 1);

/** What sorting the digits takes besides. */
const SORTING_BYTES = 2048;

/** A sum over fixed generators by one ladder (Straus). */
class Ladder {
  constructor(private readonly context: Context) {}

  /** Reserves room for digits and begins; to be called inside of `arena.temporarily`. */
  begin(bytes: number): void {
    this.context.kernel.strausBeginVarTime(this.context.arena.allocate(bytes + SORTING_BYTES));
  }

  /** Adds Σ sᵢ·Gᵢ for i < n with (i & select) = wanted. */
  add(scalars: number, n: number, tables: FamilyTables, select = 0, wanted = 0): void {
    const { address, stride, width, shift } = tables;
    this.context.kernel.strausAddVarTime(scalars, n, address, stride, width, shift, select, wanted);
  }
}

class WasmSum implements MultiScalarSum {
  private readonly pedersen: number;
  private readonly generators: number;
  private readonly entries: number;
  private readonly coefficients: number;
  private parties = 0;
  private points = 0;

  constructor(
    private readonly context: Context,
    private readonly capacity: { points: number; parties: number },
  ) {
    const { arena } = context;
    const zeros = (bytes: number) => {
      const address = arena.allocate(bytes);
      arena.bytes.fill(0, address, address + bytes);
      return address;
    };
    this.pedersen = zeros(2 * SCALAR_BYTES);
    this.generators = zeros(2 * GENS_CAPACITY * SCALAR_BYTES * capacity.parties);
    this.entries = arena.allocate(ENTRY_BYTES * capacity.points);
    this.coefficients = arena.allocate(SCALAR_BYTES * capacity.points);
  }

  addPedersen(b: Scalars, bBlinding: Scalars): void {
    this.accumulate(this.pedersen, addressOfOne(b), 1);
    this.accumulate(this.pedersen + SCALAR_BYTES, addressOfOne(bBlinding), 1);
  }

  addGenerators(g: Scalars, h: Scalars, bits: number): void {
    sameLength(g, h);
    const parties = g.length / bits;
    if (parties > this.capacity.parties) throw new RangeError('More parties than were reserved.');
    for (let party = 0; party < parties; party++) {
      const from = SCALAR_BYTES * bits * party;
      this.accumulate(this.familyOf(party, 0), addressOf(g) + from, bits);
      this.accumulate(this.familyOf(party, 1), addressOf(h) + from, bits);
    }
    this.parties = Math.max(this.parties, parties);
  }

  addPoints(coefficients: Scalars, points: Points): void {
    sameLength(coefficients, points);
    const { address, length, isAffine } = points as WasmPoints;
    if (this.points + length > this.capacity.points) throw new RangeError('More points than were reserved.');
    const { arena, kernel } = this.context;
    arena.temporarily(() => {
      const copy = arena.allocate(PAIR_BYTES * pairsOf(length));
      arena.bytes.copyWithin(copy, address, address + PAIR_BYTES * pairsOf(length));
      const work = arena.allocate(PAIR_BYTES * pairsOf(length));
      kernel.pointsToEntries(this.entries + ENTRY_BYTES * this.points, copy, length, isAffine, work);
    });
    const from = addressOf(coefficients);
    arena.bytes.copyWithin(
      this.coefficients + SCALAR_BYTES * this.points,
      from,
      from + SCALAR_BYTES * length,
    );
    this.points += length;
  }

  evaluateVarTime(): Points {
    const { arena, kernel, tables } = this.context;
    const buckets = this.points >= PIPPENGER_FROM;
    const pedersen = tables.pedersen(arena);
    const parties = Array.from({ length: this.parties }, (_, party) => tables.party(party, arena));
    const sum = arena.allocate(PAIR_BYTES);
    arena.temporarily(() => {
      const own = buckets ? undefined : this.pointTables();
      const ladder = new Ladder(this.context);
      ladder.begin(
        parties.reduce((bytes, { G }) => bytes + digitBytes(2 * GENS_CAPACITY, G.width), 0) +
          digitBytes(2, pedersen.width) +
          digitBytes(own ? this.points : 0, POINT_WIDTH),
      );
      ladder.add(this.pedersen, 2, pedersen);
      for (const [party, { G, H }] of parties.entries()) {
        ladder.add(this.familyOf(party, 0), GENS_CAPACITY, G);
        ladder.add(this.familyOf(party, 1), GENS_CAPACITY, H);
      }
      if (own) ladder.add(this.coefficients, this.points, own);
      kernel.strausEvaluateVarTime(sum);
    });
    if (buckets) arena.temporarily(() => this.addBuckets(sum));
    return new WasmPoints(sum, 1, false);
  }

  private accumulate(into: number, from: number, n: number): void {
    this.context.kernel.addVectors(into, into, from, n, 1, 1);
  }

  private familyOf(party: number, family: 0 | 1): number {
    return this.generators + SCALAR_BYTES * GENS_CAPACITY * (2 * party + family);
  }

  private pointTables(): FamilyTables {
    const { arena, kernel } = this.context;
    const pairs = pairsOf(this.points);
    const address = arena.allocate(2 * pairs * POINT_MULTIPLES * ENTRY_BYTES);
    if (pairs > 0)
      arena.temporarily(() => {
        const points = arena.allocate(PAIR_BYTES * pairs);
        kernel.entriesToPoints(points, this.entries, this.points);
        const work = arena.allocate(tableWorkBytes(POINT_MULTIPLES * pairs));
        kernel.buildPointTables(address, points, pairs, POINT_MULTIPLES, work);
      });
    const stride = POINT_MULTIPLES * ENTRY_BYTES;
    return { address, stride, width: POINT_WIDTH, entries: POINT_MULTIPLES, shift: 0 };
  }

  private addBuckets(sum: number): void {
    const { arena, kernel } = this.context;
    const c = bucketBits(this.points);
    const windows = 2 * Math.ceil(SCALAR_BITS / (2 * c));
    const part = arena.allocate(PAIR_BYTES);
    const work = arena.allocate(kernel.pippengerWork(this.points, c, windows));
    kernel.pippengerVarTime(part, this.entries, this.coefficients, this.points, c, windows, work);
    kernel.addExtended(sum, part);
  }
}

/**
 * Keeps the generators, which have tables, and folds the factor before each instead: in a round of
 * length k generator i of the argument is the sum of the generators i, i + k, i + 2k, …
 */
class UnfoldedGenerators implements InnerProductGenerators {
  length: number;
  private readonly total: number;
  private readonly gFactors: number;
  private readonly hFactors: number;

  constructor(
    private readonly context: Context,
    hFactors: Scalars,
    private readonly bits: number,
  ) {
    const { arena, kernel } = context;
    this.length = hFactors.length;
    this.total = hFactors.length;
    const bytes = SCALAR_BYTES * this.total;
    this.gFactors = arena.allocate(bytes);
    this.hFactors = arena.allocate(bytes);
    const one = kernel.SCALAR_ONE.value as number;
    for (let i = 0; i < this.total; i++)
      arena.bytes.copyWithin(this.gFactors + SCALAR_BYTES * i, one, one + SCALAR_BYTES);
    arena.bytes.copyWithin(this.hFactors, addressOf(hFactors), addressOf(hFactors) + bytes);
  }

  crossTermsVarTime(a: Scalars, b: Scalars, cL: Scalars, cR: Scalars): Points {
    const { arena, kernel } = this.context;
    const terms = arena.allocate(PAIR_BYTES);
    arena.temporarily(() => {
      const ofG = arena.allocate(SCALAR_BYTES * this.total);
      const ofH = arena.allocate(SCALAR_BYTES * this.total);
      kernel.crossCoefficients(ofG, addressOf(a), this.gFactors, this.total, this.length);
      kernel.crossCoefficients(ofH, addressOf(b), this.hFactors, this.total, this.length);
      const R = arena.allocate(PAIR_BYTES);
      this.evaluate(terms, ofG, ofH, true, addressOfOne(cL));
      this.evaluate(R, ofG, ofH, false, addressOfOne(cR));
      kernel.zipLanes(terms, terms, R);
    });
    return new WasmPoints(terms, 2, false);
  }

  foldVarTime(u: Scalars, uInverse: Scalars): void {
    const { kernel } = this.context;
    const [forward, backward] = [addressOfOne(u), addressOfOne(uInverse)];
    kernel.foldFactors(this.gFactors, backward, forward, this.total, this.length);
    kernel.foldFactors(this.hFactors, forward, backward, this.total, this.length);
    this.length /= 2;
  }

  /** L takes the upper half of G and the lower of H, R the others. */
  private evaluate(out: number, ofG: number, ofH: number, isL: boolean, c: number): void {
    const { arena, kernel, tables } = this.context;
    const half = this.length / 2;
    arena.temporarily(() => {
      const ladder = new Ladder(this.context);
      const pedersen = tables.pedersen(arena);
      const parties = Array.from({ length: this.total / this.bits }, (_, party) =>
        tables.party(party, arena),
      );
      ladder.begin(
        digitBytes(1, pedersen.width) +
          parties.reduce((bytes, { G }) => bytes + digitBytes(2 * this.bits, G.width), 0),
      );
      ladder.add(c, 1, pedersen);
      for (const [party, { G, H }] of parties.entries()) {
        const first = party * this.bits;
        for (const [scalars, family, upper] of [
          [ofG, G, isL],
          [ofH, H, !isL],
        ] as const) {
          const from = scalars + SCALAR_BYTES * first;
          if (half < this.bits) ladder.add(from, this.bits, family, half, upper ? half : 0);
          else if (((first & half) !== 0) === upper) ladder.add(from, this.bits, family);
        }
      }
      kernel.strausEvaluateVarTime(out);
    });
  }
}

export const publicSums = (context: Context): PublicSums => ({
  newSumVarTime: (capacity) => new WasmSum(context, capacity),
  innerProductGeneratorsVarTime: (hFactors, bits) => new UnfoldedGenerators(context, hFactors, bits),
});
