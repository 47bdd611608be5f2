import { afterEach, describe, expect, test } from '@jest/globals';
import { selectBackend } from '../backend/select.js';
import { randomScalar } from '../pedersen/commitment.js';
import { newTranscript } from '../testing/claims.js';
import { expectComplete, expectNaiveProof, expectSameProof } from '../testing/completeness.js';
import { Transcript } from '../transcript/transcript.js';
import type { BitSize } from './parameters.js';
import { proveRange } from './prover.js';
import { verifyRange } from './verifier.js';

// completeness.sweep.spec.ts has all sizes.

afterEach(() => selectBackend('wasm-simd'));

describe('a proof of a true statement verifies', () => {
  test.each<[BitSize, number]>([
    [8, 1],
    [64, 1],
    [16, 2],
    [32, 4],
    [8, 8],
    [8, 16],
  ])('%d bits, %d values', (bits, m) => expectComplete(bits, m, 2));

  test.each<BitSize>([8, 16, 32, 64])('least and greatest value of %d bits, also with blinding 0', (bits) => {
    for (const value of [0n, (1n << BigInt(bits)) - 1n]) {
      for (const blinding of [new Uint8Array(32), randomScalar()]) {
        const input = { transcript: newTranscript(), values: [value], blindings: [blinding], bits };
        const { proof, commitments } = proveRange(input);
        verifyRange({ transcript: newTranscript(), commitments, bits, proof });
      }
    }
  });

  test('with the noble backend', () => {
    selectBackend('noble');
    const blindings = [randomScalar(), randomScalar()];
    const input = { transcript: newTranscript(), values: [255n, 0n], blindings, bits: 8 };
    const { proof, commitments } = proveRange(input);
    verifyRange({ transcript: newTranscript(), commitments, bits: 8, proof });
  });
});

test('two proofs of one statement differ in every element', () => {
  const input = { values: [1n], blindings: [randomScalar()], bits: 8 };
  const [first, second] = [0, 1].map(() => proveRange({ ...input, transcript: newTranscript() }).proof);
  for (let i = 0; i < 480; i += 32) expect(first?.slice(i, i + 32)).not.toEqual(second?.slice(i, i + 32));
});

test('prover and verifier leave their transcripts in the same state', () => {
  const [proving, verifying] = [newTranscript(), newTranscript()];
  const input = { transcript: proving, values: [1n], blindings: [randomScalar()], bits: 8 };
  const { proof, commitments } = proveRange(input);
  verifyRange({ transcript: verifying, commitments, bits: 8, proof });
  expect(verifying.challengeBytes('c', 32)).toEqual(proving.challengeBytes('c', 32));
  expect(proving.challengeBytes('c', 32)).not.toEqual(new Transcript('test').challengeBytes('c', 32));
});

describe('with the same blinding factors', () => {
  test('all backends return the proof of the naive prover: 8 bits, 1 value', () => expectNaiveProof(8, 1));

  test('all backends return the same proof and accept it: 64 bits, 1 value', () => expectSameProof(64, 1));
});
