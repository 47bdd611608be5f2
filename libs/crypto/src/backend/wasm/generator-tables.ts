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
 * The shape of the tables of one party's generators: `entries` odd multiples of each, for
 * non-adjacent forms of width `width`. With `shift` > 0 the table is split: as many multiples of
 * 2^shift times the generator follow, which shortens the ladder of doublings. `entries` is at least
 * 16, because the constant-time sums read 16.
 */
export interface TableShape {
  readonly width: number;
  readonly entries: number;
  readonly shift: number;
}

const shape = (width: number, shift: number): TableShape => ({ width, entries: 2 ** (width - 2), shift });
const bytesPerGenerator = ({ entries, shift }: TableShape) => ENTRY_BYTES * entries * (shift > 0 ? 2 : 1);

/** 26 digits of 5 bits: half of the 52 digits of the constant-time recoding. */
export const SPLIT_SHIFT = 130;

/**
 * Every proof uses the first party's tables, so they are the largest. The tables of the next three
 * parties are smaller, and those of the other twelve are small, to keep a thread below 16 MiB.
 */
const FIRST_PARTY_WIDE = shape(9, SPLIT_SHIFT);
/** The first party's tables until `widen` has built the wide ones: an eighth of the work, for a cold start. */
const FIRST_PARTY_NARROW = shape(6, SPLIT_SHIFT);
/** Generators per family for which one call of `widen` builds tables: about 3 ms. */
const GENERATORS_PER_WIDENING = 8;
const shapeOfParty = (party: number): TableShape =>
  party === 0 ? FIRST_PARTY_WIDE : party < 4 ? shape(8, 0) : shape(6, 0);

/**
 * Table entries per generator for bucket sums: its multiples by 2^(11·w), one per digit of a scalar.
 */
const FIXED_WINDOWS = 23;
/** Parties that have bucket tables; the ladder of doublings handles the others. */
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

/** Tables of one family of generators; the table of generator i is at `address + stride·i`. */
export interface FamilyTables extends TableShape {
  readonly address: number;
  readonly stride: number;
}

/** The tables of all generators, built on first use and kept for the lifetime of the thread. */
export class GeneratorTables {
  /** The address after the last table. */
  readonly end: number;
  private readonly pedersenTables: FamilyTables;
  private readonly parties: Families[] = [];
  private readonly narrow: Families;
  /** Number of generators per family of the first party that have wide tables. */
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
    this.pedersenTables = family(FIRST_PARTY_WIDE, 2);
    for (let party = 0; party < PARTIES; party++) {
      const tables = shapeOfParty(party);
      this.parties.push({ G: family(tables, GENS_CAPACITY), H: family(tables, GENS_CAPACITY) });
    }
    this.narrow = {
      G: family(FIRST_PARTY_NARROW, GENS_CAPACITY),
      H: family(FIRST_PARTY_NARROW, GENS_CAPACITY),
    };
    this.bucketAddress = reserve(2 * BUCKET_FAMILY * BUCKET_PARTIES);
    this.end = at;
  }

  /** The comb table of (B, B_blinding), for `combMultiply`. */
  comb(arena: Arena): number {
    this.buildPedersen(arena);
    return this.combAddress;
  }

  /** B at index 0, B_blinding at 1. */
  pedersen(arena: Arena): FamilyTables {
    this.buildPedersen(arena);
    return this.pedersenTables;
  }

  /** The tables of a party. They stay valid, though a later call may return wider ones. */
  party(party: number, arena: Arena): Families {
    const families = this.parties[party];
    if (families === undefined)
      throw new RangeError(`There is no party ${party}; the last one is ${PARTIES - 1}.`);
    if (party === 0 && this.widened === GENS_CAPACITY) return families;
    const first = party === 0 ? this.narrow : families;
    if (!this.ready.has(party)) {
      this.buildFamily(first.G, 'G', party, arena);
      this.buildFamily(first.H, 'H', party, arena);
      this.ready.add(party);
    }
    return first;
  }

  /**
   * Builds some of the first party's wide tables, once the narrow ones are in use. Called before each
   * operation, so that the cost is spread over several operations.
   */
  widen(arena: Arena): void {
    if (!this.ready.has(0) || this.widened === GENS_CAPACITY) return;
    const { G, H } = this.parties[0] as Families;
    this.buildFamily(G, 'G', 0, arena, this.widened, GENERATORS_PER_WIDENING);
    this.buildFamily(H, 'H', 0, arena, this.widened, GENERATORS_PER_WIDENING);
    this.widened += GENERATORS_PER_WIDENING;
  }

  /**
   * The bucket tables of the first `parties` parties, at most `BUCKET_PARTIES`, for
   * `fixedBucketsAddVarTime`: G of the first party, its H, G of the next party, and so on.
   */
  buckets(parties: number, arena: Arena): { readonly parties: number; readonly address: number } {
    const count = Math.min(parties, BUCKET_PARTIES);
    for (; this.bucketParties < count; this.bucketParties++)
      for (const [i, family] of (['G', 'H'] as const).entries()) {
        const address = this.bucketAddress + BUCKET_FAMILY * (2 * this.bucketParties + i);
        this.forEachPair(
          generatorChain(family, this.bucketParties),
          FIXED_WINDOWS,
          arena,
          (pair, at, work) => {
            const table = address + BUCKET_STRIDE * at;
            this.kernel.buildWindows(table, table + BUCKET_STRIDE, pair, work);
          },
        );
      }
    return { parties: count, address: this.bucketAddress };
  }

  /** Builds the tables of `count` generators of one family, starting with generator `first`. */
  private buildFamily(
    tables: FamilyTables,
    family: 'G' | 'H',
    party: number,
    arena: Arena,
    first = 0,
    count = GENS_CAPACITY,
  ): void {
    const { address, stride, entries, shift } = tables;
    const uniform = generatorChain(family, party, first + count).subarray(64 * first);
    this.forEachPair(uniform, entries, arena, (pair, i, work) => {
      const table = address + stride * (first + i);
      this.kernel.buildTables(table, table + stride, pair, entries, shift, work);
    });
  }

  /** Derives the generators in pairs and passes each to `use`, with workspace for tables of `entries`. */
  private forEachPair(
    uniform: Uint8Array,
    entries: number,
    arena: Arena,
    use: (pair: number, index: number, work: number) => void,
  ): void {
    arena.withTemporary(() => {
      const bytes = arena.copyIn(uniform);
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

  private buildPedersen(arena: Arena): void {
    if (this.ready.has('pedersen')) return;
    arena.withTemporary(() => {
      const { kernel } = this;
      const p = arena.allocate(PAIR_BYTES);
      const q = arena.allocate(PAIR_BYTES);
      const copy = arena.allocate(PAIR_BYTES);
      const work = arena.allocate(tableWorkBytes(FIRST_PARTY_WIDE.entries));
      const encoding = arena.copyIn(new Uint8Array(64));
      arena.bytes.set(BASE_POINT_ENCODING, encoding);
      kernel.decode(p, encoding, 1, work);
      kernel.derive(q, arena.copyIn(blindingGeneratorBytes()));
      kernel.zipLanes(p, p, q);
      arena.bytes.copyWithin(copy, p, p + PAIR_BYTES);
      kernel.buildComb(this.combAddress, copy, COMB_WINDOWS, work);
      const { address, stride, entries, shift } = this.pedersenTables;
      kernel.buildTables(address, address + stride, p, entries, shift, work);
    });
    this.ready.add('pedersen');
  }
}
