import {
  BASE_POINT_ENCODING,
  blindingGeneratorBytes,
  GENS_CAPACITY,
  generatorChain,
} from '../../generators/chain.js';
import type { Arena } from './arena.js';
import type { Kernel } from './kernel.js';
import { ENTRY_BYTES, PAIR_BYTES, tableWorkBytes } from './layout.js';

/**
 * How the generators of one party are tabled: `entries` odd multiples of each, for non-adjacent forms
 * of `width` digits, and with `shift` > 0 as many again of 2^shift times the generator, which
 * shortens the ladder. `entries` is at least 16, what the constant-time sums read.
 */
export interface TableShape {
  readonly width: number;
  readonly entries: number;
  readonly shift: number;
}

const shape = (width: number, shift: number): TableShape => ({ width, entries: 2 ** (width - 2), shift });
const bytesPerGenerator = ({ entries, shift }: TableShape) => ENTRY_BYTES * entries * (shift > 0 ? 2 : 1);

/** 26 digits of 5 bits: half of the 52 of a scalar's constant-time form. */
export const SPLIT_SHIFT = 130;

/**
 * The first party's tables serve every proof and are large; the next three halve, the other twelve
 * only keep sixteen values in one proof from needing more memory than a thread should have.
 */
const FIRST = shape(9, SPLIT_SHIFT);
/** What the first party has until `widen` has made its own: an eighth of the work, for a cold start. */
const FIRST_OF_ALL = shape(6, SPLIT_SHIFT);
/** Generators of each family that one call of `widen` tables: about 3 ms. */
const WIDENED_AT_ONCE = 8;
const shapeOfParty = (party: number): TableShape =>
  party === 0 ? FIRST : party < 4 ? shape(8, 0) : shape(6, 0);

/**
 * Entries of a generator for sums by buckets: its multiples by 2^(11·w), one for each digit of a scalar.
 */
const FIXED_WINDOWS = 23;
/** So many parties have them; what goes beyond takes part in the ladder. */
const BUCKET_PARTIES = 8;
const BUCKET_STRIDE = FIXED_WINDOWS * ENTRY_BYTES;
const BUCKET_FAMILY = GENS_CAPACITY * BUCKET_STRIDE;

const COMB_WINDOWS = 52;
const COMB_BYTES = COMB_WINDOWS * 2 * 16 * ENTRY_BYTES;
const PARTIES = 16;

interface Families {
  readonly G: FamilyTables;
  readonly H: FamilyTables;
}

/** Tables of one family of generators: generator i's table is at `address + stride·i`. */
export interface FamilyTables extends TableShape {
  readonly address: number;
  readonly stride: number;
}

/** The tables of all generators, each made when it is first asked for and kept as long as the thread. */
export class GeneratorTables {
  /** Where the tables' memory ends. */
  readonly end: number;
  private readonly pedersenTables: FamilyTables;
  private readonly parties: Families[] = [];
  private readonly narrow: Families;
  /** Generators of each family of the first party that have their own tables. */
  private widened = 0;
  private readonly combAddress: number;
  private readonly bucketAddress: number;
  private readonly ready = new Set<number | 'pedersen'>();
  private bucketParties = 0;

  constructor(
    private readonly kernel: Kernel,
    start: number,
  ) {
    let at = start;
    const reserve = (bytes: number) => {
      const address = at;
      at += bytes;
      return address;
    };
    const family = (tables: TableShape, generators: number): FamilyTables => {
      const stride = bytesPerGenerator(tables);
      return { ...tables, stride, address: reserve(generators * stride) };
    };
    this.combAddress = reserve(COMB_BYTES);
    this.pedersenTables = family(FIRST, 2);
    for (let party = 0; party < PARTIES; party++) {
      const tables = shapeOfParty(party);
      this.parties.push({ G: family(tables, GENS_CAPACITY), H: family(tables, GENS_CAPACITY) });
    }
    this.narrow = { G: family(FIRST_OF_ALL, GENS_CAPACITY), H: family(FIRST_OF_ALL, GENS_CAPACITY) };
    this.bucketAddress = reserve(2 * BUCKET_FAMILY * BUCKET_PARTIES);
    this.end = at;
  }

  /** The comb of (B, B_blinding), for `combMultiply`. */
  comb(arena: Arena): number {
    this.makePedersen(arena);
    return this.combAddress;
  }

  /** B at index 0, B_blinding at 1. */
  pedersen(arena: Arena): FamilyTables {
    this.makePedersen(arena);
    return this.pedersenTables;
  }

  /** Tables that stay where they are, though a later call may return wider ones. */
  party(party: number, arena: Arena): Families {
    const families = this.parties[party];
    if (families === undefined) throw new RangeError(`There is no party ${party}.`);
    if (party === 0 && this.widened === GENS_CAPACITY) return families;
    const first = party === 0 ? this.narrow : families;
    if (!this.ready.has(party)) {
      this.makeTables(first.G, 'G', party, arena);
      this.makeTables(first.H, 'H', party, arena);
      this.ready.add(party);
    }
    return first;
  }

  /**
   * Makes some more of the first party's wide tables, once the narrow ones are in use. Called before an
   * operation: a few of them are slower, none of them waits for all tables.
   */
  widen(arena: Arena): void {
    if (!this.ready.has(0) || this.widened === GENS_CAPACITY) return;
    const { G, H } = this.parties[0] as Families;
    this.makeTables(G, 'G', 0, arena, this.widened, WIDENED_AT_ONCE);
    this.makeTables(H, 'H', 0, arena, this.widened, WIDENED_AT_ONCE);
    this.widened += WIDENED_AT_ONCE;
  }

  /**
   * The tables of the first `parties` parties, or of as many as have them, for `fixedBucketsAddVarTime`:
   * one party's G, its H, the next one's G, and so on.
   */
  buckets(parties: number, arena: Arena): { readonly parties: number; readonly address: number } {
    const count = Math.min(parties, BUCKET_PARTIES);
    for (; this.bucketParties < count; this.bucketParties++)
      for (const [i, family] of (['G', 'H'] as const).entries()) {
        const address = this.bucketAddress + BUCKET_FAMILY * (2 * this.bucketParties + i);
        this.eachPair(generatorChain(family, this.bucketParties), FIXED_WINDOWS, arena, (pair, at, work) => {
          const table = address + BUCKET_STRIDE * at;
          this.kernel.buildWindows(table, table + BUCKET_STRIDE, pair, work);
        });
      }
    return { parties: count, address: this.bucketAddress };
  }

  /** Tables of `count` generators of a party's family, from generator `first` on. */
  private makeTables(
    tables: FamilyTables,
    family: 'G' | 'H',
    party: number,
    arena: Arena,
    first = 0,
    count = GENS_CAPACITY,
  ): void {
    const { address, stride, entries, shift } = tables;
    const uniform = generatorChain(family, party, first + count).subarray(64 * first);
    this.eachPair(uniform, entries, arena, (pair, i, work) => {
      const table = address + stride * (first + i);
      this.kernel.buildTables(table, table + stride, pair, entries, shift, work);
    });
  }

  /** Derives the generators two by two and gives each pair to `use`, with what work a table of `entries` takes. */
  private eachPair(
    uniform: Uint8Array,
    entries: number,
    arena: Arena,
    use: (pair: number, index: number, work: number) => void,
  ): void {
    arena.temporarily(() => {
      const bytes = arena.put(uniform);
      const p = arena.allocate(PAIR_BYTES);
      const q = arena.allocate(PAIR_BYTES);
      const work = arena.allocate(tableWorkBytes(entries));
      for (let i = 0; i < uniform.length / 64; i += 2) {
        this.kernel.derive(p, bytes + 64 * i);
        this.kernel.derive(q, bytes + 64 * (i + 1));
        this.kernel.zipLanes(p, p, q);
        use(p, i, work);
      }
    });
  }

  private makePedersen(arena: Arena): void {
    if (this.ready.has('pedersen')) return;
    arena.temporarily(() => {
      const { kernel } = this;
      const p = arena.allocate(PAIR_BYTES);
      const q = arena.allocate(PAIR_BYTES);
      const copy = arena.allocate(PAIR_BYTES);
      const work = arena.allocate(tableWorkBytes(FIRST.entries));
      const encoding = arena.put(new Uint8Array(64));
      arena.bytes.set(BASE_POINT_ENCODING, encoding);
      kernel.decode(p, encoding, 1, work);
      kernel.derive(q, arena.put(blindingGeneratorBytes()));
      kernel.zipLanes(p, p, q);
      arena.bytes.copyWithin(copy, p, p + PAIR_BYTES);
      kernel.buildComb(this.combAddress, copy, COMB_WINDOWS, work);
      const { address, stride, entries, shift } = this.pedersenTables;
      kernel.buildTables(address, address + stride, p, entries, shift, work);
    });
    this.ready.add('pedersen');
  }
}
