import { currentEngine } from '../engine/select.js';
import { BASE_POINT_ENCODING, blindingGeneratorBytes } from './chain.js';

/** The encodings of the two generators of a Pedersen commitment `v·B + r·B_blinding`. */
export interface PedersenGenerators {
  /** The base point of ristretto255. */
  readonly B: Uint8Array;
  /** The element derived from SHA3-512 of B's encoding: nobody knows its logarithm to the base B. */
  readonly BBlinding: Uint8Array;
}

/**
 * The generators of every commitment of this library, those of dalek's `PedersenGens::default`.
 *
 * @example
 * const { B, BBlinding } = pedersenGenerators();
 */
export function pedersenGenerators(): PedersenGenerators {
  return {
    B: BASE_POINT_ENCODING.slice(),
    BBlinding: currentEngine().withScratch((arith) =>
      arith.encodePoints(arith.derivePointsVarTime(blindingGeneratorBytes())),
    ),
  };
}
