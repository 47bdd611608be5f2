import { describe, expect, test } from '@jest/globals';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { commit } from '../pedersen/commitment.js';
import { refusal } from '../testing/claims.js';
import { engines } from '../testing/engines.js';
import { dalekVectors, type VectorCase } from '../testing/vectors.js';
import { Transcript } from '../transcript/transcript.js';
import { type RangeProofClaim, readClaim } from './statement.js';
import { verifyRangeWith } from './verifier.js';

const claimOf = ({ label, n, commitments, proof }: VectorCase): RangeProofClaim => ({
  transcript: new Transcript(label),
  commitments: commitments.map(hexToBytes),
  bits: n,
  proof: hexToBytes(proof),
});

const valid = dalekVectors.cases.filter((vector) => vector.valid);
const invalid = dalekVectors.cases.filter((vector) => !vector.valid);

describe.each(engines)('on the engine $name', (engine) => {
  const reduce = (wide: Uint8Array) =>
    bytesToHex(engine.withScratch((arith) => arith.encodeScalars(arith.reduceWide(wide))));

  describe('what dalek proved', () => {
    test.each(valid)('is accepted: $name', (vector) => {
      expect(refusal(() => verifyRangeWith(engine, claimOf(vector)))).toBeUndefined();
    });

    test.each(valid)('leads to the challenges that dalek drew: $name', (vector) => {
      const { y, z, x, w, u } = readClaim(claimOf(vector)).challenges;
      expect({ y: reduce(y), z: reduce(z), x: reduce(x), w: reduce(w), u: u.map(reduce) }).toEqual(
        vector.challenges,
      );
    });
  });

  describe('what dalek refused', () => {
    test.each(invalid)('is refused with a typed error: $name', (vector) => {
      expect(refusal(() => verifyRangeWith(engine, claimOf(vector)))).toEqual(expect.any(String));
    });
  });
});

test.each(valid)('dalek committed to the stated values: $name', ({ values, blindings, commitments }) => {
  const recomputed = values?.map((value, j) =>
    bytesToHex(commit(BigInt(value), hexToBytes(blindings?.[j] as string))),
  );
  expect(recomputed).toEqual(commitments);
});

test('the file has all of its cases', () => {
  expect([valid.length, invalid.length]).toEqual([28, 53]);
});
