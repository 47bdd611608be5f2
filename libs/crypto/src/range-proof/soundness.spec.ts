import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { linearCombination, randomScalar } from '../pedersen/commitment.js';
import {
  again,
  dishonestClaim,
  newTranscript,
  provenClaim,
  randomNumber,
  randomNumbers,
  refusal,
} from '../testing/claims.js';
import type { Deviations } from '../testing/naive-prover.js';
import { Transcript } from '../transcript/transcript.js';
import { proveRange } from './prover.js';
import type { RangeProofClaim } from './statement.js';
import { verifyRange } from './verifier.js';

const ORDER = ristretto255.Point.Fn.ORDER;
const verdict = (claim: RangeProofClaim) => refusal(() => verifyRange(claim));

/** The 32 bytes number `index` of the proof, replaced. */
function withElement(claim: RangeProofClaim, index: number, element: Uint8Array): RangeProofClaim {
  const proof = claim.proof.slice();
  proof.set(element, 32 * index);
  return { ...again(claim), proof };
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

describe('a proof that was tampered with is refused', () => {
  test.each(elements)('any bit of $name flipped', ({ index }) => {
    for (let bit = 256 * index; bit < 256 * (index + 1); bit++) {
      const proof = small.proof.slice();
      proof[bit >> 3] = (proof[bit >> 3] as number) ^ (1 << (bit & 7));
      expect([bit, verdict({ ...again(small), proof })]).toEqual([bit, expect.any(String)]);
    }
  });

  test.each(elements)('$name of another proof of the same value', ({ index }) => {
    expect(verdict(withElement(small, index, element(other, index)))).toBe('VerificationError');
  });

  test.each(elements)('$name exchanged with the element that follows', ({ index }) => {
    const next = (index + 1) % NAMES.length;
    const swapped = withElement(small, index, element(small, next));
    expect(verdict(withElement(swapped, next, element(small, index)))).toEqual(expect.any(String));
  });

  test.each(points)('the identity as $name', ({ index }) => {
    expect(verdict(withElement(small, index, new Uint8Array(32)))).toBe('InvalidPoint');
  });

  test.each(points)('$name not canonical', ({ index }) => {
    const encoding = element(small, index);
    encoding[31] = (encoding[31] as number) | 0x80;
    expect(verdict(withElement(small, index, encoding))).toBe('InvalidPoint');
  });

  test.each(scalars)('$name plus the order', ({ index }) => {
    const lifted = numberToBytesLE(bytesToNumberLE(element(small, index)) + ORDER, 32);
    expect(verdict(withElement(small, index, lifted))).toBe('FormatError');
  });

  test.each(scalars)('$name plus one', ({ index }) => {
    const next = numberToBytesLE((bytesToNumberLE(element(small, index)) + 1n) % ORDER, 32);
    expect(verdict(withElement(small, index, next))).toBe('VerificationError');
  });
});

describe('a proof of another statement is refused', () => {
  const shift = (claim: RangeProofClaim, by: bigint) => [
    linearCombination([{ coefficient: 1n, commitment: claim.commitments[0] as Uint8Array }], by),
  ];
  const pair = provenClaim([1n, 2n], 8);
  const four = provenClaim([1n, 2n, 3n, 4n], 8);
  const wide = provenClaim([1n], 16);

  test.each<[string, RangeProofClaim]>([
    ['a commitment to one more', { ...again(small), commitments: shift(small, 1n) }],
    ['a commitment to one less', { ...again(small), commitments: shift(small, -1n) }],
    ['another commitment to the same value', { ...again(small), commitments: other.commitments }],
    ['two commitments exchanged', { ...again(pair), commitments: [...pair.commitments].reverse() }],
    [
      'one commitment twice',
      { ...again(pair), commitments: [pair.commitments[0], pair.commitments[0]] as never },
    ],
    [
      'commitments rotated',
      { ...again(four), commitments: [...four.commitments.slice(1), four.commitments[0]] as never },
    ],
    ['another label', { ...small, transcript: new Transcript('Test') }],
    ['no label', { ...small, transcript: new Transcript('') }],
    ['a transcript with one message more', { ...small, transcript: withMessage() }],
    [
      'two values of 8 bits as one of 16',
      { ...again(pair), bits: 16, commitments: pair.commitments.slice(0, 1) },
    ],
    [
      'one value of 16 bits as two of 8',
      { ...again(wide), bits: 8, commitments: [wide.commitments[0], wide.commitments[0]] as never },
    ],
    ['the same transcript a second time', afterwards(other)],
  ])('%s', (_, claim) => {
    expect(verdict(claim)).toBe('VerificationError');
  });

  function withMessage(): Transcript {
    const transcript = newTranscript();
    transcript.appendMessage('nonce', new Uint8Array(0));
    return transcript;
  }

  function afterwards(claim: RangeProofClaim): RangeProofClaim {
    const once = again(claim);
    verifyRange(once);
    return once;
  }
});

describe('a value one out of range', () => {
  test.each([8, 16, 32, 64])('is refused by the honest prover: %d bits', (bits) => {
    const transcript = newTranscript();
    for (const value of [1n << BigInt(bits), -1n]) {
      const input = { transcript, values: [value], blindings: [randomScalar()], bits };
      expect(refusal(() => proveRange(input))).toBe('ValueOutOfRange');
    }
    expect(transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
  });

  /** Each is caught by one half of the verification equation alone. */
  const cheats: [string, bigint, Deviations][] = [
    ['proving its low bits instead: 2^8', 256n, {}],
    ['proving its low bits instead: −1', -1n, {}],
    ['with a digit that is no bit', 256n, { digits: (aL) => noBits([...aL.slice(0, 7), 2n]) }],
    [
      'with digits that are no bits, and a right vector that hides it',
      256n,
      {
        digits: (aL) => ({ aL: [...aL.slice(0, 7), 2n], aR: [...aL.slice(0, 7).map((bit) => bit - 1n), 0n] }),
      },
    ],
    ['with a negative digit', -1n, { digits: (aL) => noBits([-1n, ...aL.slice(1).map(() => 0n)]) }],
    [
      'proving its low bits and sending the t(x) that the commitment wants',
      256n,
      { tX: (_, wanted) => wanted },
    ],
  ];

  test.each(cheats)('is refused from the dishonest prover, %s', (_, value, deviations) => {
    expect(verdict(dishonestClaim([value], 8, deviations))).toBe('VerificationError');
  });

  test('is refused among values in range', () => {
    expect(verdict(dishonestClaim([1n, 256n], 8, {}))).toBe('VerificationError');
    expect(verdict(dishonestClaim([1n, 255n], 8, {}))).toBeUndefined();
  });

  const noBits = (aL: bigint[]) => ({ aL, aR: aL.map((digit) => digit - 1n) });
});

describe('a prover that opens wrongly is refused', () => {
  test.each<[string, Deviations]>([
    ['t(x) one too great', { tX: (honest) => honest + 1n }],
    ['the blinding of t(x) one too great', { tXBlinding: (honest) => honest + 1n }],
    ['the blinding of the vectors one too great', { eBlinding: (honest) => honest + 1n }],
    [
      'both blindings, so that the errors would cancel if nothing stood between the two equations',
      { tXBlinding: (honest) => honest + 1n, eBlinding: (honest) => honest - 1n },
    ],
  ])('%s', (_, deviations) => {
    expect(verdict(dishonestClaim([5n], 8, deviations))).toBe('VerificationError');
  });
});

describe('a true proof without masks is refused, because it hides nothing', () => {
  const zeros = (count: number) => new Array<bigint>(count).fill(0n);

  test('S is the identity', () => {
    const nonces = [randomNumber(), 0n, randomNumber(), randomNumber(), ...zeros(16)];
    expect(verdict(dishonestClaim([5n], 8, {}, nonces))).toBe('InvalidPoint');
  });

  test('T1 is the identity', () => {
    const masks = zeros(16);
    const nonces = [randomNumber(), randomNumber(), 0n, randomNumber(), ...masks];
    expect(verdict(dishonestClaim([5n], 8, {}, nonces))).toBe('InvalidPoint');
  });

  test('T2 is the identity', () => {
    const nonces = [randomNumber(), randomNumber(), randomNumber(), 0n, ...randomNumbers(8), ...zeros(8)];
    expect(verdict(dishonestClaim([5n], 8, {}, nonces))).toBe('InvalidPoint');
  });
});

test('what the dishonest prover says without deviating is believed', () => {
  expect(verdict(dishonestClaim([255n], 8, {}))).toBeUndefined();
});
