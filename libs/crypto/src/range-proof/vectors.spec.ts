import { describe, expect, test } from '@jest/globals';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { commit } from '../pedersen/commitment.js';
import { backends } from '../testing/backends.js';
import { errorCodeOf } from '../testing/claims.js';
import { dalekVectors, type VectorCase } from '../testing/vectors.js';
import { Transcript } from '../transcript/transcript.js';
import { parseClaim, type RangeProofClaim } from './claim.js';
import { verifyRangeWith } from './verifier.js';

const claimOf = ({ label, n, commitments, proof }: VectorCase): RangeProofClaim => ({
  transcript: new Transcript(label),
  commitments: commitments.map(hexToBytes),
  bits: n,
  proof: hexToBytes(proof),
});

const valid = dalekVectors.cases.filter((vector) => vector.valid);
const invalid = dalekVectors.cases.filter((vector) => !vector.valid);

describe.each(backends)('with the $name backend', (backend) => {
  const reduce = (wide: Uint8Array) =>
    bytesToHex(backend.withScope((group) => group.encodeScalars(group.reduceWide(wide))));

  describe('valid proofs by dalek', () => {
    test.each(valid)('verify: $name', (vector) => {
      expect(errorCodeOf(() => verifyRangeWith(backend, claimOf(vector)))).toBeUndefined();
    });

    test.each(valid)('yield the same challenges as in dalek: $name', (vector) => {
      const { y, z, x, w, u } = parseClaim(claimOf(vector)).challenges;
      expect({ y: reduce(y), z: reduce(z), x: reduce(x), w: reduce(w), u: u.map(reduce) }).toEqual(
        vector.challenges,
      );
    });
  });

  describe('proofs that dalek rejects', () => {
    test.each(invalid)('throw a typed error: $name', (vector) => {
      expect(errorCodeOf(() => verifyRangeWith(backend, claimOf(vector)))).toEqual(expect.any(String));
    });
  });
});

test.each(valid)('the commitments open to the stated values: $name', ({ values, blindings, commitments }) => {
  const recomputed = values?.map((value, j) =>
    bytesToHex(commit(BigInt(value), hexToBytes(blindings?.[j] as string))),
  );
  expect(recomputed).toEqual(commitments);
});

test('the file contains all cases', () => {
  expect([valid.length, invalid.length]).toEqual([28, 53]);
});
