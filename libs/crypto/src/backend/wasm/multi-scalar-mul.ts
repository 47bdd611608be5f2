import { GENS_CAPACITY } from '../../generators/chain.js';
import type { MultiScalarMul, MultiScalarOperations, Points, Scalars } from '../backend.js';
import type { Context } from './context.js';
import type { FamilyTables } from './generator-tables.js';
import { WasmInnerProductGenerators } from './inner-product.js';
import { buildPointTables, digitBytes, Ladder, POINT_WIDTH } from './ladder.js';
import { ENTRY_BYTES, PAIR_BYTES, SCALAR_BYTES } from './layout.js';
import { pairCount, WasmPoints } from './points.js';
import { addressOf, addressOfSingle, assertSameLength } from './scalars.js';

/** From this number of variable points, Pippenger's buckets are faster than a table per point. */
const PIPPENGER_MIN_POINTS = 150;

/** Window width in bits that was measured fastest for this number of points. */
const bucketBits = (points: number) =>
  points < 320 ? 6 : points < 800 ? 7 : points < 2000 ? 8 : points < 5000 ? 9 : 10;

const SCALAR_BITS = 254;

/** From this number of parties, buckets are faster for their generators than a ladder of doublings. */
const FIXED_BUCKETS_MIN_PARTIES = 4;

class WasmMultiScalarMul implements MultiScalarMul {
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
    this.accumulate(this.pedersen, addressOfSingle(b), 1);
    this.accumulate(this.pedersen + SCALAR_BYTES, addressOfSingle(bBlinding), 1);
  }

  addGenerators(g: Scalars, h: Scalars, bits: number): void {
    assertSameLength(g, h);
    const parties = g.length / bits;
    if (parties > this.capacity.parties)
      throw new RangeError(`Capacity exceeded: ${parties} parties, ${this.capacity.parties} reserved.`);
    for (let party = 0; party < parties; party++) {
      const from = SCALAR_BYTES * bits * party;
      this.accumulate(this.familyOf(party, 0), addressOf(g) + from, bits);
      this.accumulate(this.familyOf(party, 1), addressOf(h) + from, bits);
    }
    this.parties = Math.max(this.parties, parties);
  }

  addPoints(coefficients: Scalars, points: Points): void {
    assertSameLength(coefficients, points);
    const { address, length, isAffine } = points as WasmPoints;
    if (this.points + length > this.capacity.points)
      throw new RangeError(`Capacity exceeded: more than ${this.capacity.points} points.`);
    const { arena, kernel } = this.context;
    arena.withTemporary(() => {
      const copy = arena.allocate(PAIR_BYTES * pairCount(length));
      arena.bytes.copyWithin(copy, address, address + PAIR_BYTES * pairCount(length));
      const work = arena.allocate(PAIR_BYTES * pairCount(length));
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
    const usePippenger = this.points >= PIPPENGER_MIN_POINTS;
    const fixedBuckets =
      this.parties >= FIXED_BUCKETS_MIN_PARTIES ? tables.buckets(this.parties, arena) : undefined;
    const pedersen = tables.pedersen(arena);
    const parties: { party: number; G: FamilyTables; H: FamilyTables }[] = [];
    for (let party = fixedBuckets?.parties ?? 0; party < this.parties; party++)
      parties.push({ party, ...tables.party(party, arena) });
    const sum = arena.allocate(PAIR_BYTES);
    arena.withTemporary(() => {
      const pointTables = usePippenger ? undefined : this.buildPointTables();
      const ladder = new Ladder(this.context);
      ladder.begin(
        parties.reduce((bytes, { G }) => bytes + digitBytes(2 * GENS_CAPACITY, G.width), 0) +
          digitBytes(2, pedersen.width) +
          digitBytes(pointTables ? this.points : 0, POINT_WIDTH),
      );
      ladder.add(this.pedersen, 2, pedersen);
      for (const { party, G, H } of parties) {
        ladder.add(this.familyOf(party, 0), GENS_CAPACITY, G);
        ladder.add(this.familyOf(party, 1), GENS_CAPACITY, H);
      }
      if (pointTables) ladder.add(this.coefficients, this.points, pointTables);
      kernel.strausEvaluateVarTime(sum);
    });
    if (usePippenger) arena.withTemporary(() => this.addPippenger(sum));
    if (fixedBuckets) arena.withTemporary(() => this.addFixedBuckets(sum, fixedBuckets));
    return new WasmPoints(sum, 1, false);
  }

  private accumulate(into: number, from: number, n: number): void {
    this.context.kernel.addVectors(into, into, from, n, 1, 1);
  }

  private familyOf(party: number, family: 0 | 1): number {
    return this.generators + SCALAR_BYTES * GENS_CAPACITY * (2 * party + family);
  }

  private buildPointTables(): FamilyTables {
    const { arena, kernel } = this.context;
    const points = arena.allocate(PAIR_BYTES * pairCount(this.points));
    kernel.entriesToPoints(points, this.entries, this.points);
    return buildPointTables(this.context, points, this.points);
  }

  private addPippenger(sum: number): void {
    const { arena, kernel } = this.context;
    const c = bucketBits(this.points);
    const windows = 2 * Math.ceil(SCALAR_BITS / (2 * c));
    const partial = arena.allocate(PAIR_BYTES);
    const work = arena.allocate(kernel.pippengerWork(this.points, c, windows));
    kernel.pippengerVarTime(partial, this.entries, this.coefficients, this.points, c, windows, work);
    kernel.addExtended(sum, partial);
  }

  private addFixedBuckets(sum: number, { parties, address }: { parties: number; address: number }): void {
    const { arena, kernel } = this.context;
    const generators = 2 * GENS_CAPACITY * parties;
    const partial = arena.allocate(PAIR_BYTES);
    kernel.fixedBucketsBeginVarTime(arena.allocate(kernel.fixedBucketsWork(generators)));
    kernel.fixedBucketsAddVarTime(this.generators, generators, address);
    kernel.fixedBucketsEvaluateVarTime(partial);
    kernel.addExtended(sum, partial);
  }
}

export const multiScalarOperations = (context: Context): MultiScalarOperations => ({
  newMultiScalarMulVarTime: (capacity) => new WasmMultiScalarMul(context, capacity),
  innerProductGeneratorsVarTime: (hFactors, bits) => new WasmInnerProductGenerators(context, hFactors, bits),
});
