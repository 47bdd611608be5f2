import { currentBackend } from '../backend/select.js';
import { BASE_POINT_ENCODING, blindingGeneratorBytes } from './chain.js';

/** The encodings, 32 bytes each, of the generators of a Pedersen commitment `v·B + r·B_blinding`. */
export interface PedersenGenerators {
  /** The base point of ristretto255. */
  readonly B: Uint8Array;
  /** The element derived from SHA3-512 of B's encoding; its discrete logarithm to base B is unknown. */
  readonly BBlinding: Uint8Array;
}

/**
 * The generators of all commitments of this library: those of dalek's `PedersenGens::default`.
 *
 * @example
 * const { B, BBlinding } = pedersenGenerators();
 */
export function pedersenGenerators(): PedersenGenerators {
  return {
    B: BASE_POINT_ENCODING.slice(),
    BBlinding: currentBackend().withScope((group) =>
      group.encodePoints(group.derivePointsVarTime(blindingGeneratorBytes())),
    ),
  };
}
