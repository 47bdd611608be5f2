import { concatBytes } from '@noble/hashes/utils.js';
import { byteLength, subarrays32 } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { type BitSize, lengthOf } from './parameters.js';

/** The cross terms of one round of the inner-product argument. */
export interface CrossTerms {
  readonly L: Uint8Array;
  readonly R: Uint8Array;
}

/** The elements of a proof: encoded group elements and scalars, 32 bytes each. */
export interface RangeProof {
  readonly A: Uint8Array;
  readonly S: Uint8Array;
  readonly T1: Uint8Array;
  readonly T2: Uint8Array;
  readonly tX: Uint8Array;
  readonly tXBlinding: Uint8Array;
  readonly eBlinding: Uint8Array;
  readonly innerProductProof: InnerProductProof;
}

/** The cross terms of all rounds, and the two scalars after the last round. */
export interface InnerProductProof {
  readonly rounds: readonly CrossTerms[];
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** `A S T1 T2 tX tXBlinding eBlinding (L R)… a b`, concatenated. */
export function serializeRangeProof(proof: RangeProof): Uint8Array {
  const { rounds, a, b } = proof.innerProductProof;
  return concatBytes(
    proof.A,
    proof.S,
    proof.T1,
    proof.T2,
    proof.tX,
    proof.tXBlinding,
    proof.eBlinding,
    ...rounds.flatMap(({ L, R }) => [L, R]),
    a,
    b,
  );
}

/**
 * Splits a proof of m values of n bits into its elements. Checks that no point is the identity, by its
 * only canonical encoding. The backend checks that scalars and points are canonical when it decodes them.
 *
 * @throws RangeProofError('FormatError') for a wrong length, ('InvalidPoint') for an identity
 */
export function parseRangeProof(bytes: unknown, bits: BitSize, m: number): RangeProof {
  const length = lengthOf(bits, m);
  if (byteLength(bytes) !== length)
    throw new RangeProofError(
      'FormatError',
      `A proof of ${m} × ${bits} bits must be a Uint8Array of ${length} bytes.`,
    );

  const parts = subarrays32(new Uint8Array(bytes as Uint8Array));
  let next = 0;
  const take = () => parts[next++] as Uint8Array;
  const takePoint = () => {
    const point = take();
    if (point.every((byte) => byte === 0))
      throw new RangeProofError('InvalidPoint', 'The points of a proof must not be the identity.');
    return point;
  };
  const [A, S, T1, T2] = [takePoint(), takePoint(), takePoint(), takePoint()];
  const [tX, tXBlinding, eBlinding] = [take(), take(), take()];
  const rounds: CrossTerms[] = [];
  while (next < parts.length - 2) rounds.push({ L: takePoint(), R: takePoint() });
  return { A, S, T1, T2, tX, tXBlinding, eBlinding, innerProductProof: { rounds, a: take(), b: take() } };
}
