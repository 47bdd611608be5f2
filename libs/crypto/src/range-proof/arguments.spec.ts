import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RangeProofError } from '../errors.js';
import { randomScalar } from '../pedersen/commitment.js';
import { errorCodeOf, newTranscript, provenClaim, withNewTranscript } from '../testing/claims.js';
import { Transcript } from '../transcript/transcript.js';
import type { RangeProofClaim } from './claim.js';
import { proofLength } from './parameters.js';
import { proveRange, type RangeProofInput } from './prover.js';
import { verifyRange } from './verifier.js';

const blinding = randomScalar();
const claim = provenClaim([1n], 8);

describe('proveRange rejects', () => {
  const base = { values: [1n], blindings: [blinding], bits: 8 };
  test.each<[string, string, Partial<Record<keyof RangeProofInput, unknown>>]>([
    ['7 bits', 'InvalidBitSize', { bits: 7 }],
    ['0 bits', 'InvalidBitSize', { bits: 0 }],
    ['128 bits', 'InvalidBitSize', { bits: 128 }],
    ['bits as a string', 'InvalidBitSize', { bits: '8' }],
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
    ['values that are not an array', 'InvalidAggregation', { values: 1n }],
    ['no values', 'InvalidAggregation', { values: undefined }],
    ['one blinding too few', 'WrongNumberOfBlindings', { values: [1n, 1n] }],
    ['one blinding too many', 'WrongNumberOfBlindings', { blindings: [blinding, blinding] }],
    ['no blindings', 'WrongNumberOfBlindings', { blindings: undefined }],
    ['a value of 9 bits', 'ValueOutOfRange', { values: [256n] }],
    ['a negative value', 'ValueOutOfRange', { values: [-1n] }],
    ['a number instead of a bigint', 'ValueOutOfRange', { values: [1] }],
    ['an array with a hole', 'ValueOutOfRange', { values: new Array(1) }],
    ['a blinding that is not canonical', 'InvalidScalar', { blindings: [new Uint8Array(32).fill(255)] }],
    ['a blinding of 31 bytes', 'InvalidScalar', { blindings: [blinding.subarray(1)] }],
    ['a blinding as a string', 'InvalidScalar', { blindings: ['a'.repeat(32)] }],
    ['no transcript', 'InvalidTranscript', { transcript: undefined }],
    ['a label instead of a transcript', 'InvalidTranscript', { transcript: 'test' }],
  ])('%s', (_, code, overrides) => {
    const input = { transcript: newTranscript(), ...base, ...overrides } as unknown as RangeProofInput;
    expect(errorCodeOf(() => proveRange(input))).toBe(code);
    if (input.transcript instanceof Transcript)
      expect(input.transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
  });

  test('undefined', () => {
    expect(errorCodeOf(() => proveRange(undefined as never))).toBe('InvalidTranscript');
  });
});

describe('verifyRange rejects', () => {
  const V = claim.commitments[0] as Uint8Array;
  test.each<[string, string, Partial<Record<keyof RangeProofClaim, unknown>>]>([
    ['7 bits', 'InvalidBitSize', { bits: 7 }],
    ['bits as a bigint', 'InvalidBitSize', { bits: 8n }],
    ['no commitment', 'InvalidAggregation', { commitments: [] }],
    ['three commitments', 'InvalidAggregation', { commitments: [V, V, V] }],
    ['32 commitments', 'InvalidAggregation', { commitments: new Array(32).fill(V) }],
    ['commitments that are not an array', 'InvalidAggregation', { commitments: V }],
    ['a commitment of 31 bytes', 'InvalidPoint', { commitments: [V.subarray(1)] }],
    ['a commitment as a string', 'InvalidPoint', { commitments: ['a'.repeat(32)] }],
    [
      'a commitment that is not a group element',
      'InvalidPoint',
      { commitments: [new Uint8Array(32).fill(255)] },
    ],
    ['no proof', 'FormatError', { proof: undefined }],
    ['a proof as a string', 'FormatError', { proof: 'a'.repeat(480) }],
    ['an empty proof', 'FormatError', { proof: new Uint8Array(0) }],
    ['a truncated proof', 'FormatError', { proof: claim.proof.subarray(0, 479) }],
    ['a proof without its last round', 'FormatError', { proof: claim.proof.subarray(64) }],
    ['a proof with one byte too many', 'FormatError', { proof: new Uint8Array(481) }],
    ['a proof for another bit size', 'FormatError', { bits: 16 }],
    ['a proof as an array of numbers', 'FormatError', { proof: [...claim.proof] }],
    ['no transcript', 'InvalidTranscript', { transcript: null }],
  ])('%s', (_, code, overrides) => {
    expect(
      errorCodeOf(() => verifyRange({ ...withNewTranscript(claim), ...overrides } as RangeProofClaim)),
    ).toBe(code);
  });

  test('undefined', () => {
    expect(errorCodeOf(() => verifyRange(undefined as never))).toBe('InvalidTranscript');
  });

  test('any other input with a typed error', () => {
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
      fc.property(anything, (overrides) => {
        expect(() => verifyRange({ ...withNewTranscript(claim), ...overrides } as RangeProofClaim)).toThrow(
          RangeProofError,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('proofLength', () => {
  test.each([
    [8, 1, 480],
    [64, 1, 672],
    [64, 2, 736],
    [64, 16, 928],
  ])('%d bits, %d values: %d bytes', (bits, m, length) => {
    expect(proofLength(bits, m)).toBe(length);
  });

  test('throws for any other size', () => {
    expect(errorCodeOf(() => proofLength(12, 1))).toBe('InvalidBitSize');
    expect(errorCodeOf(() => proofLength(8, 3))).toBe('InvalidAggregation');
  });
});
