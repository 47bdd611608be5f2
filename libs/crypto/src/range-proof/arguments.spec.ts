import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RangeProofError } from '../errors.js';
import { randomScalar } from '../pedersen/commitment.js';
import { again, newTranscript, provenClaim, refusal } from '../testing/claims.js';
import { Transcript } from '../transcript/transcript.js';
import { proofLength } from './parameters.js';
import { proveRange, type RangeProofInput } from './prover.js';
import type { RangeProofClaim } from './statement.js';
import { verifyRange } from './verifier.js';

const blinding = randomScalar();
const claim = provenClaim([1n], 8);

describe('the prover refuses', () => {
  const base = { values: [1n], blindings: [blinding], bits: 8 };
  test.each<[string, string, Partial<Record<keyof RangeProofInput, unknown>>]>([
    ['7 bits', 'InvalidBitSize', { bits: 7 }],
    ['0 bits', 'InvalidBitSize', { bits: 0 }],
    ['128 bits', 'InvalidBitSize', { bits: 128 }],
    ['bits as text', 'InvalidBitSize', { bits: '8' }],
    ['no bits', 'InvalidBitSize', { bits: undefined }],
    ['no value', 'InvalidAggregation', { values: [], blindings: [] }],
    [
      'three values',
      'InvalidAggregation',
      { values: [1n, 1n, 1n], blindings: [blinding, blinding, blinding] },
    ],
    [
      '32 values',
      'InvalidAggregation',
      { values: new Array(32).fill(1n), blindings: new Array(32).fill(blinding) },
    ],
    ['values that are no list', 'InvalidAggregation', { values: 1n }],
    ['no values', 'InvalidAggregation', { values: undefined }],
    ['a blinding too few', 'WrongNumberOfBlindings', { values: [1n, 1n] }],
    ['a blinding too many', 'WrongNumberOfBlindings', { blindings: [blinding, blinding] }],
    ['no blindings', 'WrongNumberOfBlindings', { blindings: undefined }],
    ['a value of 9 bits', 'ValueOutOfRange', { values: [256n] }],
    ['a negative value', 'ValueOutOfRange', { values: [-1n] }],
    ['a number for a value', 'ValueOutOfRange', { values: [1] }],
    ['a hole for a value', 'ValueOutOfRange', { values: new Array(1) }],
    ['a blinding that is not canonical', 'InvalidScalar', { blindings: [new Uint8Array(32).fill(255)] }],
    ['a blinding of 31 bytes', 'InvalidScalar', { blindings: [blinding.subarray(1)] }],
    ['a blinding as text', 'InvalidScalar', { blindings: ['a'.repeat(32)] }],
    ['no transcript', 'InvalidTranscript', { transcript: undefined }],
    ['a label for a transcript', 'InvalidTranscript', { transcript: 'test' }],
  ])('%s', (_, code, wrong) => {
    const input = { transcript: newTranscript(), ...base, ...wrong } as unknown as RangeProofInput;
    expect(refusal(() => proveRange(input))).toBe(code);
    if (input.transcript instanceof Transcript)
      expect(input.transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
  });

  test('nothing at all', () => {
    expect(refusal(() => proveRange(undefined as never))).toBe('InvalidTranscript');
  });
});

describe('the verifier refuses', () => {
  const V = claim.commitments[0] as Uint8Array;
  test.each<[string, string, Partial<Record<keyof RangeProofClaim, unknown>>]>([
    ['7 bits', 'InvalidBitSize', { bits: 7 }],
    ['bits that are no number', 'InvalidBitSize', { bits: 8n }],
    ['no commitment', 'InvalidAggregation', { commitments: [] }],
    ['three commitments', 'InvalidAggregation', { commitments: [V, V, V] }],
    ['32 commitments', 'InvalidAggregation', { commitments: new Array(32).fill(V) }],
    ['commitments that are no list', 'InvalidAggregation', { commitments: V }],
    ['a commitment of 31 bytes', 'InvalidPoint', { commitments: [V.subarray(1)] }],
    ['a commitment as text', 'InvalidPoint', { commitments: ['a'.repeat(32)] }],
    ['a commitment that is no element', 'InvalidPoint', { commitments: [new Uint8Array(32).fill(255)] }],
    ['no proof', 'FormatError', { proof: undefined }],
    ['a proof as text', 'FormatError', { proof: 'a'.repeat(480) }],
    ['an empty proof', 'FormatError', { proof: new Uint8Array(0) }],
    ['a proof cut short', 'FormatError', { proof: claim.proof.subarray(0, 479) }],
    ['a proof without its last round', 'FormatError', { proof: claim.proof.subarray(64) }],
    ['a proof with a byte more', 'FormatError', { proof: new Uint8Array(481) }],
    ['a proof of the next size', 'FormatError', { bits: 16 }],
    ['a proof as an array of numbers', 'FormatError', { proof: [...claim.proof] }],
    ['no transcript', 'InvalidTranscript', { transcript: null }],
  ])('%s', (_, code, wrong) => {
    expect(refusal(() => verifyRange({ ...again(claim), ...wrong } as RangeProofClaim))).toBe(code);
  });

  test('nothing at all', () => {
    expect(refusal(() => verifyRange(undefined as never))).toBe('InvalidTranscript');
  });

  test('whatever else comes, with a typed error', () => {
    const anything = fc.record(
      {
        transcript: fc.oneof(fc.constant(newTranscript()), fc.anything()),
        commitments: fc.oneof(fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 })), fc.anything()),
        bits: fc.oneof(fc.constantFrom(8, 16, 32, 64), fc.anything()),
        proof: fc.oneof(fc.uint8Array({ minLength: 480, maxLength: 480 }), fc.uint8Array(), fc.anything()),
      },
      { requiredKeys: ['proof'] },
    );
    fc.assert(
      fc.property(anything, (wrong) => {
        expect(() => verifyRange({ ...again(claim), ...wrong } as RangeProofClaim)).toThrow(RangeProofError);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the length of a proof', () => {
  test.each([
    [8, 1, 480],
    [64, 1, 672],
    [64, 2, 736],
    [64, 16, 928],
  ])('%d bits, %d values: %d bytes', (bits, m, length) => {
    expect(proofLength(bits, m)).toBe(length);
  });

  test('is known for no other size', () => {
    expect(refusal(() => proofLength(12, 1))).toBe('InvalidBitSize');
    expect(refusal(() => proofLength(8, 3))).toBe('InvalidAggregation');
  });
});
