import { afterEach, describe, expect, test } from '@jest/globals';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeInteger } from '../bytes.js';
import { selectEngine } from '../engine/select.js';
import { commit, randomScalar } from '../pedersen/commitment.js';
import { newTranscript, randomNumbers, refusal } from '../testing/claims.js';
import { engines } from '../testing/engines.js';
import { naiveProof } from '../testing/naive-prover.js';
import { Transcript } from '../transcript/transcript.js';
import { type BitSize, proofLength } from './parameters.js';
import { proveRange, proveRangeWith } from './prover.js';
import { verifyRange, verifyRangeWith } from './verifier.js';

const BIT_SIZES: readonly BitSize[] = [8, 16, 32, 64];
const COUNTS = [1, 2, 4, 8, 16];
const SIZES = BIT_SIZES.flatMap((bits) => COUNTS.map((m) => ({ bits, m })));

/** Values at both ends of the range, at the limits of the narrower ranges, and anywhere. */
const valueIn = (bits: BitSize) => {
  const top = (1n << BigInt(bits)) - 1n;
  const limits = [
    0n,
    1n,
    255n,
    256n,
    65535n,
    65536n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 53n,
    top >> 1n,
    top - 1n,
    top,
  ];
  const inRange = limits.filter((limit) => limit <= top);
  return fc.oneof(fc.constantFrom(...inRange), fc.bigInt({ min: 0n, max: top }));
};

/** Uniform bytes that come out as the given scalars. */
const scripted = (scalars: readonly bigint[]) => () =>
  concatBytes(...scalars.map((scalar) => numberToBytesLE(scalar, 64)));

afterEach(() => selectEngine('wasm-simd'));

describe('a true statement is proved and believed', () => {
  test.each(SIZES)('for any $m values of $bits bits', ({ bits, m }) => {
    fc.assert(
      fc.property(fc.array(valueIn(bits), { minLength: m, maxLength: m }), (values) => {
        const blindings = values.map(() => randomScalar());
        const { proof, commitments } = proveRange({ transcript: newTranscript(), values, blindings, bits });
        expect(proof).toHaveLength(proofLength(bits, m));
        expect(commitments).toEqual(values.map((value, j) => commit(value, blindings[j] as Uint8Array)));
        verifyRange({ transcript: newTranscript(), commitments, bits, proof });
      }),
      { numRuns: 3 },
    );
  });

  test.each(BIT_SIZES)(
    'for the least and the greatest value of %d bits, under blindings of 0 too',
    (bits) => {
      for (const value of [0n, (1n << BigInt(bits)) - 1n]) {
        for (const blinding of [new Uint8Array(32), randomScalar()]) {
          const { proof, commitments } = proveRange({
            transcript: newTranscript(),
            values: [value],
            blindings: [blinding],
            bits,
          });
          verifyRange({ transcript: newTranscript(), commitments, bits, proof });
        }
      }
    },
  );

  test('on the noble engine', () => {
    selectEngine('noble');
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

describe('with the same nonces', () => {
  test.each<[BitSize, number]>([
    [8, 1],
    [8, 2],
  ])('every engine makes the proof of the slow twin: %d bits, %d values', (bits, m) => {
    const values = Array.from({ length: m }, (_, j) => (j % 2 === 0 ? 200n : 0n));
    const blindings = randomNumbers(m);
    const nonces = randomNumbers(4 + 2 * bits * m);
    const expected = naiveProof({ transcript: newTranscript(), values, blindings, bits, nonces });
    for (const engine of engines) {
      const input = { transcript: newTranscript(), values, blindings: blindings.map(encodeInteger), bits };
      expect(proveRangeWith(engine, scripted(nonces), input)).toEqual(expected);
    }
  });

  test.each<[BitSize, number]>([
    [32, 2],
    [64, 1],
    [8, 8],
  ])('all engines make one proof, and believe it: %d bits, %d values', (bits, m) => {
    const values = Array.from({ length: m }, (_, j) => (1n << BigInt(bits)) - 1n - BigInt(j));
    const blindings = values.map(() => randomScalar());
    const nonces = randomNumbers(4 + 2 * bits * m);
    const proven = engines.map((engine) =>
      proveRangeWith(engine, scripted(nonces), { transcript: newTranscript(), values, blindings, bits }),
    );
    expect(proven[1]).toEqual(proven[0]);
    for (const engine of engines) {
      const claim = { transcript: newTranscript(), bits, ...(proven[0] as (typeof proven)[0]) };
      expect(refusal(() => verifyRangeWith(engine, claim))).toBeUndefined();
    }
  });
});
