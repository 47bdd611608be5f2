import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { linearCombination, randomScalar } from '../pedersen/commitment.js';
import {
  dishonestClaim,
  errorCodeOf,
  newTranscript,
  provenClaim,
  randomNumber,
  randomNumbers,
  withFlippedBit,
  withNewTranscript,
} from '../testing/claims.js';
import type { Deviations } from '../testing/naive-prover.js';
import { Transcript } from '../transcript/transcript.js';
import type { RangeProofClaim } from './claim.js';
import { proveRange } from './prover.js';
import { verifyRange } from './verifier.js';

const ORDER = ristretto255.Point.Fn.ORDER;
const errorCode = (claim: RangeProofClaim) => errorCodeOf(() => verifyRange(claim));

/** The claim with the 32-byte element `index` of its proof replaced. */
function withElement(claim: RangeProofClaim, index: number, element: Uint8Array): RangeProofClaim {
  const proof = claim.proof.slice();
  proof.set(element, 32 * index);
  return { ...withNewTranscript(claim), proof };
}
const element = ({ proof }: RangeProofClaim, index: number) => proof.slice(32 * index, 32 * index + 32);

const small = provenClaim([77n], 8);
const other = provenClaim([77n], 8);
const NAMES = [
  'A',
  'S',
  'T1',
  'T2',
  'tX',
  'tXBlinding',
  'eBlinding',
  'L1',
  'R1',
  'L2',
  'R2',
  'L3',
  'R3',
  'a',
  'b',
];
const SCALARS = new Set([4, 5, 6, 13, 14]);
const elements = NAMES.map((name, index) => ({ name, index }));
const points = elements.filter(({ index }) => !SCALARS.has(index));
const scalars = elements.filter(({ index }) => SCALARS.has(index));

describe('a proof with a modified element is rejected', () => {
  // soundness.sweep.spec.ts flips every bit.
  test.each(elements)('a bit of $name flipped', ({ index }) => {
    const bits = [0, 1, 7, 8, 100, 128, 251, 252, 254, 255];
    const codes = bits.map((bit) => errorCode(withFlippedBit(small, 256 * index + bit)));
    expect(codes).toEqual(bits.map(() => expect.any(String)));
  });

  test.each(elements)('$name from another proof of the same value', ({ index }) => {
    expect(errorCode(withElement(small, index, element(other, index)))).toBe('VerificationError');
  });

  test.each(elements)('$name swapped with the next element', ({ index }) => {
    const next = (index + 1) % NAMES.length;
    const swapped = withElement(small, index, element(small, next));
    expect(errorCode(withElement(swapped, next, element(small, index)))).toEqual(expect.any(String));
  });

  test.each(points)('the identity as $name', ({ index }) => {
    expect(errorCode(withElement(small, index, new Uint8Array(32)))).toBe('InvalidPoint');
  });

  test.each(points)('$name not canonically encoded', ({ index }) => {
    const encoding = element(small, index);
    encoding[31] = (encoding[31] as number) | 0x80;
    expect(errorCode(withElement(small, index, encoding))).toBe('InvalidPoint');
  });

  test.each(scalars)('$name plus ℓ', ({ index }) => {
    const lifted = numberToBytesLE(bytesToNumberLE(element(small, index)) + ORDER, 32);
    expect(errorCode(withElement(small, index, lifted))).toBe('FormatError');
  });

  test.each(scalars)('$name plus one', ({ index }) => {
    const next = numberToBytesLE((bytesToNumberLE(element(small, index)) + 1n) % ORDER, 32);
    expect(errorCode(withElement(small, index, next))).toBe('VerificationError');
  });
});

describe('a proof of another statement is rejected', () => {
  const shift = (claim: RangeProofClaim, by: bigint) => [
    linearCombination([{ coefficient: 1n, commitment: claim.commitments[0] as Uint8Array }], by),
  ];
  const pair = provenClaim([1n, 2n], 8);
  const four = provenClaim([1n, 2n, 3n, 4n], 8);
  const wide = provenClaim([1n], 16);

  test.each<[string, RangeProofClaim]>([
    ['a commitment to the value plus one', { ...withNewTranscript(small), commitments: shift(small, 1n) }],
    ['a commitment to the value minus one', { ...withNewTranscript(small), commitments: shift(small, -1n) }],
    ['another commitment to the same value', { ...withNewTranscript(small), commitments: other.commitments }],
    ['two commitments swapped', { ...withNewTranscript(pair), commitments: [...pair.commitments].reverse() }],
    [
      'one commitment twice',
      { ...withNewTranscript(pair), commitments: [pair.commitments[0], pair.commitments[0]] as never },
    ],
    [
      'commitments rotated',
      {
        ...withNewTranscript(four),
        commitments: [...four.commitments.slice(1), four.commitments[0]] as never,
      },
    ],
    ['another label', { ...small, transcript: new Transcript('Test') }],
    ['an empty label', { ...small, transcript: new Transcript('') }],
    ['a transcript with an additional message', { ...small, transcript: withMessage() }],
    [
      'two values of 8 bits as one of 16',
      { ...withNewTranscript(pair), bits: 16, commitments: pair.commitments.slice(0, 1) },
    ],
    [
      'one value of 16 bits as two of 8',
      {
        ...withNewTranscript(wide),
        bits: 8,
        commitments: [wide.commitments[0], wide.commitments[0]] as never,
      },
    ],
    ['the same transcript used a second time', afterwards(other)],
  ])('%s', (_, claim) => {
    expect(errorCode(claim)).toBe('VerificationError');
  });

  function withMessage(): Transcript {
    const transcript = newTranscript();
    transcript.appendMessage('nonce', new Uint8Array(0));
    return transcript;
  }

  function afterwards(claim: RangeProofClaim): RangeProofClaim {
    const once = withNewTranscript(claim);
    verifyRange(once);
    return once;
  }
});

describe('a value just out of range', () => {
  test.each([8, 16, 32, 64])('is rejected by proveRange: %d bits', (bits) => {
    const transcript = newTranscript();
    for (const value of [1n << BigInt(bits), -1n]) {
      const input = { transcript, values: [value], blindings: [randomScalar()], bits };
      expect(errorCodeOf(() => proveRange(input))).toBe('ValueOutOfRange');
    }
    expect(transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
  });

  /** Only one half of the verification equation detects each of these. */
  const cheats: [string, bigint, Deviations][] = [
    ['a proof of its low bits: 2^8', 256n, {}],
    ['a proof of its low bits: −1', -1n, {}],
    ['a digit that is not a bit', 256n, { digits: (aL) => nonBits([...aL.slice(0, 7), 2n]) }],
    [
      'digits that are not bits, and a matching right vector',
      256n,
      {
        digits: (aL) => ({ aL: [...aL.slice(0, 7), 2n], aR: [...aL.slice(0, 7).map((bit) => bit - 1n), 0n] }),
      },
    ],
    ['a negative digit', -1n, { digits: (aL) => nonBits([-1n, ...aL.slice(1).map(() => 0n)]) }],
    [
      'a proof of its low bits with the t(x) that the commitment requires',
      256n,
      { tX: (_, expected) => expected },
    ],
  ];

  test.each(cheats)('is rejected by verifyRange: %s', (_, value, deviations) => {
    expect(errorCode(dishonestClaim([value], 8, deviations))).toBe('VerificationError');
  });

  test('is rejected together with values in range', () => {
    expect(errorCode(dishonestClaim([1n, 256n], 8, {}))).toBe('VerificationError');
    expect(errorCode(dishonestClaim([1n, 255n], 8, {}))).toBeUndefined();
  });

  const nonBits = (aL: bigint[]) => ({ aL, aR: aL.map((digit) => digit - 1n) });
});

describe('a wrong opening is rejected', () => {
  test.each<[string, Deviations]>([
    ['t(x) plus one', { tX: (honest) => honest + 1n }],
    ['the blinding of t(x) plus one', { tXBlinding: (honest) => honest + 1n }],
    ['the blinding of the vectors plus one', { eBlinding: (honest) => honest + 1n }],
    [
      'both blindings, with errors that would cancel without the factor c between the equations',
      { tXBlinding: (honest) => honest + 1n, eBlinding: (honest) => honest - 1n },
    ],
  ])('%s', (_, deviations) => {
    expect(errorCode(dishonestClaim([5n], 8, deviations))).toBe('VerificationError');
  });
});

describe('a proof of a true statement without blinding is rejected, because it is not zero-knowledge', () => {
  const zeros = (count: number) => new Array<bigint>(count).fill(0n);

  test('S is the identity', () => {
    const blindingFactors = [randomNumber(), 0n, randomNumber(), randomNumber(), ...zeros(16)];
    expect(errorCode(dishonestClaim([5n], 8, {}, blindingFactors))).toBe('InvalidPoint');
  });

  test('T1 is the identity', () => {
    const blindingFactors = [randomNumber(), randomNumber(), 0n, randomNumber(), ...zeros(16)];
    expect(errorCode(dishonestClaim([5n], 8, {}, blindingFactors))).toBe('InvalidPoint');
  });

  test('T2 is the identity', () => {
    const blindingFactors = [
      randomNumber(),
      randomNumber(),
      randomNumber(),
      0n,
      ...randomNumbers(8),
      ...zeros(8),
    ];
    expect(errorCode(dishonestClaim([5n], 8, {}, blindingFactors))).toBe('InvalidPoint');
  });
});

test('the proof of the naive prover without deviations is accepted', () => {
  expect(errorCode(dishonestClaim([255n], 8, {}))).toBeUndefined();
});
