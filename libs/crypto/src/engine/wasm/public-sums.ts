import { GENS_CAPACITY } from '../../generators/chain.js';
import type { MultiScalarSum, Points, PublicSums, Scalars } from '../engine.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { WasmInnerProductGenerators } from './inner-product.js';
import { digitBytes, Ladder, POINT_WIDTH, tablesOfPoints } from './ladder.js';
import { ENTRY_BYTES, PAIR_BYTES, SCALAR_BYTES } from './layout.js';
import { pairsOf, WasmPoints } from './points.js';
import { addressOf, addressOfOne, sameLength } from './scalars.js';

/** From so many variable points on, buckets are cheaper than a table for each point. */
const PIPPENGER_FROM = 150;

/** The bits of a bucket's window that measured fastest for so many points. */
const bucketBits = (points: number) =>
  points < 320 ? 6 : points < 800 ? 7 : points < 2000 ? 8 : points < 5000 ? 9 : 10;

const SCALAR_BITS = 254;

/** From so many parties on, buckets are cheaper for their generators than a ladder. */
const FIXED_BUCKETS_FROM = 4;

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
    const inBuckets = this.parties >= FIXED_BUCKETS_FROM ? tables.buckets(this.parties, arena) : undefined;
    const pedersen = tables.pedersen(arena);
    const parties: { party: number; G: FamilyTables; H: FamilyTables }[] = [];
    for (let party = inBuckets?.parties ?? 0; party < this.parties; party++)
      parties.push({ party, ...tables.party(party, arena) });
    const sum = arena.allocate(PAIR_BYTES);
    arena.temporarily(() => {
      const own = buckets ? undefined : this.ownTables();
      const ladder = new Ladder(this.context);
      ladder.begin(
        parties.reduce((bytes, { G }) => bytes + digitBytes(2 * GENS_CAPACITY, G.width), 0) +
          digitBytes(2, pedersen.width) +
          digitBytes(own ? this.points : 0, POINT_WIDTH),
      );
      ladder.add(this.pedersen, 2, pedersen);
      for (const { party, G, H } of parties) {
        ladder.add(this.familyOf(party, 0), GENS_CAPACITY, G);
        ladder.add(this.familyOf(party, 1), GENS_CAPACITY, H);
      }
      if (own) ladder.add(this.coefficients, this.points, own);
      kernel.strausEvaluateVarTime(sum);
    });
    if (buckets) arena.temporarily(() => this.addBuckets(sum));
    if (inBuckets) arena.temporarily(() => this.addFixedBuckets(sum, inBuckets));
    return new WasmPoints(sum, 1, false);
  }

  private accumulate(into: number, from: number, n: number): void {
    this.context.kernel.addVectors(into, into, from, n, 1, 1);
  }

  private familyOf(party: number, family: 0 | 1): number {
    return this.generators + SCALAR_BYTES * GENS_CAPACITY * (2 * party + family);
  }

  private ownTables(): FamilyTables {
    const { arena, kernel } = this.context;
    const points = arena.allocate(PAIR_BYTES * pairsOf(this.points));
    kernel.entriesToPoints(points, this.entries, this.points);
    return tablesOfPoints(this.context, points, this.points);
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

  private addFixedBuckets(sum: number, { parties, address }: { parties: number; address: number }): void {
    const { arena, kernel } = this.context;
    const generators = 2 * GENS_CAPACITY * parties;
    const part = arena.allocate(PAIR_BYTES);
    kernel.fixedBucketsBeginVarTime(arena.allocate(kernel.fixedBucketsWork(generators)));
    kernel.fixedBucketsAddVarTime(this.generators, generators, address);
    kernel.fixedBucketsEvaluateVarTime(part);
    kernel.addExtended(sum, part);
  }
}

export const publicSums = (context: Context): PublicSums => ({
  newSumVarTime: (capacity) => new WasmSum(context, capacity),
  innerProductGeneratorsVarTime: (hFactors, bits) => new WasmInnerProductGenerators(context, hFactors, bits),
});
