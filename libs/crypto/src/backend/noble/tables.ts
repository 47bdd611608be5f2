import { interleavedMSMUnsafe } from '@noble/curves/abstract/curve.js';
import {
  BASE_POINT_ENCODING,
  blindingGeneratorBytes,
  GENS_CAPACITY,
  generatorChain,
} from '../../generators/chain.js';
import { derivePoint, RistrettoPoint } from './points.js';

/** Window width of the variable-time sums: 16 odd multiples per generator. */
const WNAF_WIDTH = 6;

/** The multiples 0·P to 15·P of a generator: index d is the radix-16 digit d of a scalar. */
export type DigitTable = readonly RistrettoPoint[];

/** A sum over a fixed list of generators. Missing trailing scalars count as 0. */
export type SumVarTime = (scalars: bigint[]) => RistrettoPoint;

function once<T>(make: () => T): () => T {
  let cached: { value: T } | undefined;
  return () => {
    cached ??= { value: make() };
    return cached.value;
  };
}

function oncePerParty<T>(make: (party: number) => T): (party: number) => T {
  const cache = new Map<number, T>();
  return (party) => {
    const cached = cache.get(party);
    if (cached !== undefined) return cached;
    const value = make(party);
    cache.set(party, value);
    return value;
  };
}

function digitTable(point: RistrettoPoint): DigitTable {
  const table = [RistrettoPoint.ZERO];
  while (table.length < 16) table.push((table[table.length - 1] as RistrettoPoint).add(point));
  return table;
}

const family = (name: 'G' | 'H') =>
  oncePerParty((party) => {
    const uniform = generatorChain(name, party);
    return Array.from({ length: GENS_CAPACITY }, (_, i) =>
      derivePoint(uniform.subarray(64 * i, 64 * i + 64)),
    );
  });

const G = family('G');
const H = family('H');

const pedersen = once(() => [
  RistrettoPoint.fromBytes(BASE_POINT_ENCODING),
  derivePoint(blindingGeneratorBytes()),
]);

/** The pair (−Hᵢ, Gᵢ) from which a bit selects. */
export type BitChoice = readonly [RistrettoPoint, RistrettoPoint];

/** Tables of the generators (B, B_blinding), computed on first use. */
export const pedersenTables = {
  digits: once(() => pedersen().map(digitTable)),
  sumVarTime: once((): SumVarTime => interleavedMSMUnsafe(RistrettoPoint, pedersen(), WNAF_WIDTH)),
};

/** Tables of each party's generators, computed on first use: `GENS_CAPACITY` of G, then as many of H. */
export const partyTables = {
  bitChoices: oncePerParty((party): readonly BitChoice[] =>
    G(party).map((point, i) => [(H(party)[i] as RistrettoPoint).negate(), point]),
  ),
  digits: oncePerParty((party) => [...G(party), ...H(party)].map(digitTable)),
  sumVarTime: oncePerParty(
    (party): SumVarTime => interleavedMSMUnsafe(RistrettoPoint, [...G(party), ...H(party)], WNAF_WIDTH),
  ),
};
