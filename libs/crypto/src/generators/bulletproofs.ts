import { currentBackend } from '../backend/select.js';
import { split32 } from '../bytes.js';
import { GENS_CAPACITY, generatorChain, PARTY_CAPACITY } from './chain.js';

/**
 * The encodings of the generators of a range proof: for each party (one per value) two vectors G and H
 * of `gensCapacity` elements of 32 bytes. Equal to dalek's `BulletproofGens::new(64, 16)`. Computed on
 * first use and cached; the backends derive the same generators and keep tables of them.
 *
 * @example
 * const generators = new BulletproofGenerators();
 * const g = generators.G(0);
 */
export class BulletproofGenerators {
  readonly gensCapacity = GENS_CAPACITY;
  readonly partyCapacity = PARTY_CAPACITY;
  private readonly chains = new Map<string, readonly Uint8Array[]>();

  /** The vector G of a party. @throws RangeError unless 0 ≤ party < partyCapacity */
  G(party: number): readonly Uint8Array[] {
    return this.chain('G', party);
  }

  /** The vector H of a party. @throws RangeError unless 0 ≤ party < partyCapacity */
  H(party: number): readonly Uint8Array[] {
    return this.chain('H', party);
  }

  private chain(family: 'G' | 'H', party: number): readonly Uint8Array[] {
    if (!Number.isInteger(party) || party < 0 || party >= PARTY_CAPACITY)
      throw new RangeError(`The party must be an integer from 0 to ${PARTY_CAPACITY - 1}.`);
    const key = `${family}${party}`;
    const chain =
      this.chains.get(key) ??
      currentBackend().withScope((group) =>
        split32(group.encodePoints(group.derivePointsVarTime(generatorChain(family, party)))),
      );
    this.chains.set(key, chain);
    return chain;
  }
}
