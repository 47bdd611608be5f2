import { split32 } from '../bytes.js';
import { currentEngine } from '../engine/select.js';
import { GENS_CAPACITY, generatorChain, PARTY_CAPACITY } from './chain.js';

/**
 * The encodings of the generators of a range proof: for each party, one for each value, two vectors
 * G and H of `gensCapacity` elements. A chain is made when first asked for. The same as those of
 * dalek's `BulletproofGens::new(64, 16)`; the engines make them the same way and keep tables of them.
 *
 * @example
 * const generators = new BulletproofGenerators();
 * const g = generators.G(0);
 */
export class BulletproofGenerators {
  readonly gensCapacity = GENS_CAPACITY;
  readonly partyCapacity = PARTY_CAPACITY;
  private readonly chains = new Map<string, readonly Uint8Array[]>();

  /** @throws RangeError unless 0 ≤ party < partyCapacity */
  G(party: number): readonly Uint8Array[] {
    return this.chain('G', party);
  }

  /** @throws RangeError unless 0 ≤ party < partyCapacity */
  H(party: number): readonly Uint8Array[] {
    return this.chain('H', party);
  }

  private chain(family: 'G' | 'H', party: number): readonly Uint8Array[] {
    if (!Number.isInteger(party) || party < 0 || party >= PARTY_CAPACITY)
      throw new RangeError(`A party is a whole number from 0 to ${PARTY_CAPACITY - 1}.`);
    const key = `${family}${party}`;
    const made =
      this.chains.get(key) ??
      currentEngine().withScratch((arith) =>
        split32(arith.encodePoints(arith.derivePointsVarTime(generatorChain(family, party)))),
      );
    this.chains.set(key, made);
    return made;
  }
}
