import { describe, expect, test } from '@jest/globals';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { nobleEngine } from '../engine/noble/engine.js';
import { RangeProofError } from '../errors.js';
import { commit } from '../pedersen/commitment.js';
import { dalekVectors, type VectorCase } from '../testing/vectors.js';
import { Transcript } from '../transcript/transcript.js';
import { type RangeProofClaim, readClaim } from './statement.js';
import { verifyRange } from './verifier.js';

const claimOf = ({ label, n, commitments, proof }: VectorCase): RangeProofClaim => ({
  transcript: new Transcript(label),
  commitments: commitments.map(hexToBytes),
  bits: n,
  proof: hexToBytes(proof),
});

const reduce = (wide: Uint8Array) =>
  bytesToHex(nobleEngine.withScratch((arith) => arith.encodeScalars(arith.reduceWide(wide))));

const valid = dalekVectors.cases.filter((vector) => vector.valid);
const invalid = dalekVectors.cases.filter((vector) => !vector.valid);

describe('what dalek proved', () => {
  test.each(valid)('is accepted: $name', (vector) => {
    expect(() => verifyRange(claimOf(vector))).not.toThrow();
  });

  test.each(valid)('leads to the challenges that dalek drew: $name', (vector) => {
    const { y, z, x, w, u } = readClaim(claimOf(vector)).challenges;
    expect({ y: reduce(y), z: reduce(z), x: reduce(x), w: reduce(w), u: u.map(reduce) }).toEqual(
      vector.challenges,
    );
  });

  test.each(valid)('is about commitments to the stated values: $name', (vector) => {
    const commitments = vector.values?.map((value, j) =>
      bytesToHex(commit(BigInt(value), hexToBytes(vector.blindings?.[j] as string))),
    );
    expect(commitments).toEqual(vector.commitments);
  });
});

describe('what dalek refused', () => {
  test.each(invalid)('is refused with a typed error: $name', (vector) => {
    expect(() => verifyRange(claimOf(vector))).toThrow(RangeProofError);
  });
});
