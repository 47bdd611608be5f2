import { concatBytes, isBytes } from '@noble/hashes/utils.js';
import { view32 } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { type BitSize, lengthOf } from './parameters.js';

/** One round's cross terms of the inner-product argument. */
export interface CrossTerms {
  readonly L: Uint8Array;
  readonly R: Uint8Array;
}

/** What the prover sends: encoded group elements and scalars, 32 bytes each. */
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

export interface InnerProductProof {
  readonly rounds: readonly CrossTerms[];
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** `A S T1 T2 tX tXBlinding eBlinding (L R)… a b`, end to end. */
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
 * Takes a proof of m values of n bits apart. That its scalars and points are canonical shows when an
 * engine decodes them; that no point is the identity is checked here, by its one canonical encoding.
 *
 * @throws RangeProofError('FormatError') if the length is another, ('InvalidPoint') for an identity
 */
export function parseRangeProof(bytes: unknown, bits: BitSize, m: number): RangeProof {
  const length = lengthOf(bits, m);
  if (!isBytes(bytes) || bytes.length !== length)
    throw new RangeProofError('FormatError', `A proof of ${m} × ${bits} bits has ${length} bytes.`);

  const parts = view32(new Uint8Array(bytes));
  let next = 0;
  const take = () => parts[next++] as Uint8Array;
  const takePoint = () => {
    const point = take();
    if (point.every((byte) => byte === 0))
      throw new RangeProofError('InvalidPoint', 'A point of a proof may not be the identity.');
    return point;
  };
  const [A, S, T1, T2] = [takePoint(), takePoint(), takePoint(), takePoint()];
  const [tX, tXBlinding, eBlinding] = [take(), take(), take()];
  const rounds: CrossTerms[] = [];
  while (next < parts.length - 2) rounds.push({ L: takePoint(), R: takePoint() });
  return { A, S, T1, T2, tX, tXBlinding, eBlinding, innerProductProof: { rounds, a: take(), b: take() } };
}
