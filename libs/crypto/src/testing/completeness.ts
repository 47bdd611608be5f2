import { expect } from '@jest/globals';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeInteger } from '../bytes.js';
import { commit, randomScalar } from '../pedersen/commitment.js';
import { type BitSize, proofLength } from '../range-proof/parameters.js';
import { proveRange, proveRangeWith } from '../range-proof/prover.js';
import { verifyRange, verifyRangeWith } from '../range-proof/verifier.js';
import { backends } from './backends.js';
import { errorCodeOf, newTranscript, randomNumbers } from './claims.js';
import { naiveProof } from './naive-prover.js';

// Checks of honest proofs, which specs call with small sizes and sweeps with all sizes.

/** Values at both ends of the range, at the limits of narrower ranges, and random ones. */
function valueIn(bits: BitSize) {
  const top = (1n << BigInt(bits)) - 1n;
  const limits = [0n, 1n, 255n, 256n, 65535n, 65536n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n];
  const inRange = [...limits, top >> 1n, top - 1n, top].filter((limit) => limit <= top);
  return fc.oneof(fc.constantFrom(...inRange), fc.bigInt({ min: 0n, max: top }));
}

/** Checks that proofs of m values of `bits` bits verify. */
export function expectComplete(bits: BitSize, m: number, numRuns: number): void {
  fc.assert(
    fc.property(fc.array(valueIn(bits), { minLength: m, maxLength: m }), (values) => {
      const blindings = values.map(() => randomScalar());
      const { proof, commitments } = proveRange({ transcript: newTranscript(), values, blindings, bits });
      expect(proof).toHaveLength(proofLength(bits, m));
      expect(commitments).toEqual(values.map((value, j) => commit(value, blindings[j] as Uint8Array)));
      verifyRange({ transcript: newTranscript(), commitments, bits, proof });
    }),
    { numRuns },
  );
}

/** A source of randomness that yields the given scalars. */
const scripted = (scalars: readonly bigint[]) => () =>
  concatBytes(...scalars.map((scalar) => numberToBytesLE(scalar, 64)));

/** Checks that, with the same blinding factors, all backends return the proof of the naive prover. */
export function expectNaiveProof(bits: BitSize, m: number): void {
  const values = Array.from({ length: m }, (_, j) => (j % 2 === 0 ? 200n : 0n));
  const blindings = randomNumbers(m);
  const blindingFactors = randomNumbers(4 + 2 * bits * m);
  const expected = naiveProof({ transcript: newTranscript(), values, blindings, bits, blindingFactors });
  for (const backend of backends) {
    const input = { transcript: newTranscript(), values, blindings: blindings.map(encodeInteger), bits };
    expect(proveRangeWith(backend, scripted(blindingFactors), input)).toEqual(expected);
  }
}

/** Checks that, with the same blinding factors, all backends return the same proof, which all accept. */
export function expectSameProof(bits: BitSize, m: number): void {
  const values = Array.from({ length: m }, (_, j) => (1n << BigInt(bits)) - 1n - BigInt(j));
  const blindings = values.map(() => randomScalar());
  const random = scripted(randomNumbers(4 + 2 * bits * m));
  const proven = backends.map((backend) =>
    proveRangeWith(backend, random, { transcript: newTranscript(), values, blindings, bits }),
  );
  expect(proven[1]).toEqual(proven[0]);
  for (const backend of backends) {
    const claim = { transcript: newTranscript(), bits, ...(proven[0] as (typeof proven)[0]) };
    expect(errorCodeOf(() => verifyRangeWith(backend, claim))).toBeUndefined();
  }
}
