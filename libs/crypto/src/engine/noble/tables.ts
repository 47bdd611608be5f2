import { interleavedMSMUnsafe } from '@noble/curves/abstract/curve.js';
import {
  BASE_POINT_ENCODING,
  blindingGeneratorBytes,
  GENS_CAPACITY,
  generatorChain,
} from '../../generators/chain.js';
import { derivePoint, RistrettoPoint } from './points.js';

/** Width of the digits in variable time: 16 odd multiples a generator. */
const WNAF_WIDTH = 6;

/** The multiples 0·P to 15·P of a generator: index d is the digit d of a scalar in radix 16. */
export type DigitTable = readonly RistrettoPoint[];

/** A sum over the generators that it was made for, in their order. Missing trailing scalars are 0. */
export type SumVarTime = (scalars: bigint[]) => RistrettoPoint;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function oncePerParty<T>(make: (party: number) => T): (party: number) => T {
  const made = new Map<number, T>();
  return (party) => {
    const known = made.get(party);
    if (known !== undefined) return known;
    const value = make(party);
    made.set(party, value);
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

/** (−Hᵢ, Gᵢ): what a bit selects from. */
export type BitChoice = readonly [RistrettoPoint, RistrettoPoint];

/** The generators (B, B_blinding) and what is precomputed of them, made when first asked for. */
export const pedersenTables = {
  digits: once(() => pedersen().map(digitTable)),
  sumVarTime: once((): SumVarTime => interleavedMSMUnsafe(RistrettoPoint, pedersen(), WNAF_WIDTH)),
};

/** The same of each party: its G first, its H after them, `GENS_CAPACITY` of each. */
export const partyTables = {
  bitChoices: oncePerParty((party): readonly BitChoice[] =>
    G(party).map((point, i) => [(H(party)[i] as RistrettoPoint).negate(), point]),
  ),
  digits: oncePerParty((party) => [...G(party), ...H(party)].map(digitTable)),
  sumVarTime: oncePerParty(
    (party): SumVarTime => interleavedMSMUnsafe(RistrettoPoint, [...G(party), ...H(party)], WNAF_WIDTH),
  ),
};
