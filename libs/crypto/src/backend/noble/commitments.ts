import { numberToBytesLE } from '@noble/curves/utils.js';
import { GENS_CAPACITY } from '../../generators/chain.js';
import type { CommitmentOperations } from '../backend.js';
import { NoblePoints, RistrettoPoint } from './points.js';
import { NobleScalars } from './scalars.js';
import { type DigitTable, partyTables, pedersenTables } from './tables.js';

/** The entry at `index`. Scans all entries, whichever the index is. */
function select(entries: readonly RistrettoPoint[], index: number): RistrettoPoint {
  let chosen = entries[0] as RistrettoPoint;
  for (let i = 1; i < entries.length; i++) chosen = i === index ? (entries[i] as RistrettoPoint) : chosen;
  return chosen;
}

/**
 * Σ scalarsᵢ·Pᵢ by Straus' method in radix 16: 64 windows of four doublings, then one addition per
 * point. A digit 0 adds the identity, which the complete addition law allows.
 */
function fixedBaseSum(tables: readonly DigitTable[], scalars: readonly bigint[]): RistrettoPoint {
  const bytes = scalars.map((scalar) => numberToBytesLE(scalar, 32));
  let sum = RistrettoPoint.ZERO;
  for (let window = 63; window >= 0; window--) {
    for (let i = 0; i < 4; i++) sum = sum.double();
    for (const [i, table] of tables.entries()) {
      const byte = (bytes[i] as Uint8Array)[window >> 1] as number;
      sum = sum.add(select(table, (byte >> (4 * (window & 1))) & 15));
    }
  }
  return sum;
}

const blindingTable = () => pedersenTables.digits().slice(1);

export const commitmentOperations: CommitmentOperations = {
  commit(values, blindings) {
    const r = NobleScalars.of(blindings);
    return new NoblePoints(
      NobleScalars.of(values).map((v, i) => fixedBaseSum(pedersenTables.digits(), [v, r[i] as bigint])),
    );
  },

  commitBits(blinding, values, bits) {
    let sum = fixedBaseSum(blindingTable(), NobleScalars.of(blinding));
    for (let party = 0; party < values.length / 8; party++) {
      const choices = partyTables.bitChoices(party);
      for (let i = 0; i < bits; i++) {
        const bit = ((values[8 * party + (i >> 3)] as number) >> (i & 7)) & 1;
        sum = sum.add(select(choices[i] as readonly RistrettoPoint[], bit));
      }
    }
    return new NoblePoints([sum]);
  },

  commitVectors(blinding, left, right, bits) {
    const tables: DigitTable[] = blindingTable();
    for (const family of [0, GENS_CAPACITY]) {
      for (let party = 0; party < left.length / bits; party++)
        tables.push(...partyTables.digits(party).slice(family, family + bits));
    }
    const scalars = [blinding, left, right].flatMap((part) => NobleScalars.of(part));
    return new NoblePoints([fixedBaseSum(tables, scalars)]);
  },
};
