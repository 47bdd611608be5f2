import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import fc from 'fast-check';
import { pedersenGenerators } from '../generators/pedersen.js';
import {
  proveDifferent as publicProveDifferent,
  proveEqual as publicProveEqual,
  verifyDifferent as publicVerifyDifferent,
  verifyEqual as publicVerifyEqual,
  type RangeProofError,
  selectBackend,
  Transcript,
} from '../index.js';
import { commit, linearCombination, randomScalar } from '../pedersen/commitment.js';
import type { RandomSource } from '../randomness.js';
import { backends } from '../testing/backends.js';
import { type DifferenceInput, proveDifferentWith, verifyDifferentWith } from './different-values.js';
import { type EqualityInput, proveEqualWith, verifyEqualWith } from './equal-values.js';
import { deriveNonces } from './transcript-messages.js';

const { Point } = ristretto255;
const { Fn } = Point;
type Point = InstanceType<typeof Point>;
const B = Point.BASE;
const BLINDING = Point.fromBytes(pedersenGenerators().BBlinding);
const ORDER = Fn.ORDER;

const platform: RandomSource = (length) => crypto.getRandomValues(new Uint8Array(length));
const repeating: RandomSource = (length) => new Uint8Array(length).fill(7);
const transcript = () => new Transcript('test');
const [reference] = backends as [(typeof backends)[0]];
const codeOf = (call: () => unknown): string => {
  try {
    call();
    return 'valid';
  } catch (error) {
    return (error as RangeProofError).code;
  }
};
const scalar = (bytes: Uint8Array): bigint => bytesToNumberLE(bytes);
const scalarBytes = (value: bigint): Uint8Array => Fn.toBytes(Fn.create(value));
const wide = (bytes: Uint8Array): bigint => Fn.create(bytesToNumberLE(bytes));
const times = (point: Point, factor: bigint): Point => {
  const reduced = Fn.create(factor);
  return reduced === 0n ? Point.ZERO : point.multiplyUnsafe(reduced);
};
const bytes = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** The transcript and the equation of docs/protocol.md, written down a second time on points of noble. */
const naive = {
  equal(commitments: readonly Uint8Array[], proof: Uint8Array): boolean {
    const t = transcript();
    t.appendMessage('dom-sep', new TextEncoder().encode('equal values v1'));
    t.appendU64('m', BigInt(commitments.length));
    for (const C of commitments) t.appendMessage('C', C);
    const weights = t.challengeBytes('w', 64 * (commitments.length - 1));
    t.appendMessage('R', proof.slice(0, 32));
    const c = wide(t.challengeBytes('c', 64));
    const [first, ...further] = commitments.map((C) => Point.fromBytes(C)) as [Point, ...Point[]];
    const sum = further.reduce(
      (total, C, i) => total.add(times(first.subtract(C), wide(weights.slice(64 * i, 64 * i + 64)))),
      Point.ZERO,
    );
    const R = Point.fromBytes(proof.slice(0, 32));
    return times(BLINDING, scalar(proof.slice(32))).equals(R.add(times(sum, c)));
  },
  different([one, other]: readonly Uint8Array[], proof: Uint8Array): boolean {
    const t = transcript();
    t.appendMessage('dom-sep', new TextEncoder().encode('different values v1'));
    t.appendU64('m', 2n);
    t.appendMessage('C', one!);
    t.appendMessage('C', other!);
    t.appendMessage('R', proof.slice(0, 32));
    const c = wide(t.challengeBytes('c', 64));
    const delta = Point.fromBytes(one!).subtract(Point.fromBytes(other!));
    const left = times(delta, scalar(proof.slice(32, 64))).add(times(BLINDING, scalar(proof.slice(64))));
    return left.equals(Point.fromBytes(proof.slice(0, 32)).add(times(B, c)));
  },
};

const value = fc.oneof(
  fc.constantFrom(0n, 1n, 2n ** 52n - 1n, 2n ** 64n - 1n),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

describe.each(backends)('backend $name', (backend) => {
  const proveEqual = (input: Partial<EqualityInput>, random = platform) =>
    proveEqualWith(backend, random, { transcript: transcript(), ...input } as EqualityInput);
  const verifyEqual = (commitments: readonly Uint8Array[], proof: Uint8Array, label = 'test') =>
    codeOf(() => verifyEqualWith(backend, { transcript: new Transcript(label), commitments, proof }));
  const proveDifferent = (input: Partial<DifferenceInput>, random = platform) =>
    proveDifferentWith(backend, random, { transcript: transcript(), ...input } as DifferenceInput);
  const verifyDifferent = (commitments: readonly Uint8Array[], proof: Uint8Array, label = 'test') =>
    codeOf(() => verifyDifferentWith(backend, { transcript: new Transcript(label), commitments, proof }));

  test('equal values have a proof that holds here and in the reference equation', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 2, max: 16 }), (v, count) => {
        const blindings = Array.from({ length: count }, randomScalar);
        const commitments = blindings.map((r) => commit(v, r));
        const proof = proveEqual({ value: v, blindings });
        expect(proof).toHaveLength(64);
        expect(verifyEqual(commitments, proof)).toBe('valid');
        expect(naive.equal(commitments, proof)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('different values have a proof that holds here and in the reference equation', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(a !== b);
        const blindings = [randomScalar(), randomScalar()];
        const commitments = [commit(a, blindings[0]!), commit(b, blindings[1]!)];
        const proof = proveDifferent({ values: [a, b], blindings });
        expect(proof).toHaveLength(96);
        expect(verifyDifferent(commitments, proof)).toBe('valid');
        expect(naive.different(commitments, proof)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('equal blindings are no special case', () => {
    const r = randomScalar();
    const equal = proveEqual({ value: 5n, blindings: [r, r] });
    expect(verifyEqual([commit(5n, r), commit(5n, r)], equal)).toBe('valid');
    const different = proveDifferent({ values: [5n, 6n], blindings: [r, r] });
    expect(verifyDifferent([commit(5n, r), commit(6n, r)], different)).toBe('valid');
  });

  test('both backends create the same proofs from the same randomness', () => {
    const blindings = [1n, 2n, 3n].map(scalarBytes);
    const equal = { transcript: transcript(), value: 9n, blindings };
    expect(proveEqual(equal, repeating)).toEqual(
      proveEqualWith(reference, repeating, { ...equal, transcript: transcript() }),
    );
    const different = { values: [9n, 2n], blindings: blindings.slice(1) };
    expect(proveDifferent(different, repeating)).toEqual(
      proveDifferentWith(reference, repeating, { transcript: transcript(), ...different }),
    );
  });

  describe('rejects', () => {
    const [r1, r2, r3] = [randomScalar(), randomScalar(), randomScalar()];
    const equal = [commit(7n, r1), commit(7n, r2), commit(7n, r3)];
    const proof = proveEqual({ value: 7n, blindings: [r1, r2, r3] });
    const different = [commit(7n, r1), commit(8n, r2)];
    const ofDifference = proveDifferent({ values: [7n, 8n], blindings: [r1, r2] });

    test('a proof about other commitments, in another order or number', () => {
      expect(verifyEqual([equal[0]!, equal[1]!, commit(8n, r3)], proof)).toBe('VerificationError');
      expect(verifyEqual([equal[0]!, commit(6n, r2), commit(8n, r3)], proof)).toBe('VerificationError');
      expect(verifyEqual([equal[1]!, equal[0]!, equal[2]!], proof)).toBe('VerificationError');
      expect(verifyEqual(equal.slice(0, 2), proof)).toBe('VerificationError');
      expect(verifyDifferent([different[0]!, commit(7n, r2)], ofDifference)).toBe('VerificationError');
      expect(verifyDifferent([different[1]!, different[0]!], ofDifference)).toBe('VerificationError');
    });

    test('a proof in another transcript', () => {
      expect(verifyEqual(equal, proof, 'another')).toBe('VerificationError');
      expect(verifyDifferent(different, ofDifference, 'another')).toBe('VerificationError');
    });

    test('any element changed', () => {
      for (const [statement, valid, verify] of [
        [equal, proof, verifyEqual],
        [different, ofDifference, verifyDifferent],
      ] as const) {
        for (let at = 0; at < valid.length; at += 32) {
          const replaced = valid.slice();
          replaced.set(at === 0 ? commit(3n, r1) : scalarBytes(scalar(valid.slice(at, at + 32)) + 1n), at);
          expect(verify(statement, replaced)).toBe('VerificationError');
        }
      }
    });

    test('encodings that are not canonical, and other lengths', () => {
      for (const [statement, valid, verify] of [
        [equal, proof, verifyEqual],
        [different, ofDifference, verifyDifferent],
      ] as const) {
        expect(verify(statement, valid.subarray(1))).toBe('FormatError');
        expect(verify(statement, bytes(valid, Uint8Array.of(0)))).toBe('FormatError');
        const noPoint = valid.slice();
        noPoint.set(new Uint8Array(32).fill(255));
        expect(verify(statement, noPoint)).toBe('InvalidPoint');
        for (let at = 32; at < valid.length; at += 32) {
          const wrapped = valid.slice();
          // The same number mod ℓ.
          wrapped.set(
            scalarBytes(0n).map((_, i) =>
              Number(((scalar(valid.slice(at, at + 32)) + ORDER) >> BigInt(8 * i)) & 255n),
            ),
            at,
          );
          expect(verify(statement, wrapped)).toBe('FormatError');
        }
        expect(verify([new Uint8Array(32).fill(255), ...statement.slice(1)], valid)).toBe('InvalidPoint');
      }
    });

    test('other numbers of values', () => {
      for (const count of [0, 1, 17]) {
        const many = new Array(count).fill(r1);
        expect(codeOf(() => proveEqual({ value: 7n, blindings: many }))).toBe('InvalidAggregation');
        expect(verifyEqual(many, proof)).toBe('InvalidAggregation');
      }
      for (const count of [0, 1, 3]) {
        expect(codeOf(() => proveDifferent({ values: new Array(count).fill(1n), blindings: [r1, r2] }))).toBe(
          'InvalidAggregation',
        );
        expect(verifyDifferent(new Array(count).fill(r1), ofDifference)).toBe('InvalidAggregation');
        expect(codeOf(() => proveDifferent({ values: [1n, 2n], blindings: new Array(count).fill(r1) }))).toBe(
          'WrongNumberOfBlindings',
        );
      }
    });

    test.each([-1n, 2n ** 64n])('the value %s', (outside) => {
      expect(codeOf(() => proveEqual({ value: outside, blindings: [r1, r2] }))).toBe('ValueOutOfRange');
      expect(codeOf(() => proveDifferent({ values: [1n, outside], blindings: [r1, r2] }))).toBe(
        'ValueOutOfRange',
      );
    });

    test('equal values, where a difference is to be proved', () => {
      expect(codeOf(() => proveDifferent({ values: [7n, 7n], blindings: [r1, r2] }))).toBe('EqualValues');
    });
  });

  describe('a dishonest prover', () => {
    const respond = (t: Transcript, R: Uint8Array): bigint => {
      t.appendMessage('R', R);
      return wide(t.challengeBytes('c', 64));
    };

    test('gains nothing from differences that cancel without weights', () => {
      // 8 − 7 and 6 − 7: the sum of the differences is a multiple of B_blinding.
      const blindings = [randomScalar(), randomScalar(), randomScalar()];
      const commitments = [7n, 8n, 6n].map((v, i) => commit(v, blindings[i]!));
      const t = transcript();
      t.appendMessage('dom-sep', new TextEncoder().encode('equal values v1'));
      t.appendU64('m', 3n);
      for (const C of commitments) t.appendMessage('C', C);
      t.challengeBytes('w', 128);
      const k = randomScalar();
      const R = commit(0n, k);
      const [r1, r2, r3] = blindings.map(scalar) as [bigint, bigint, bigint];
      const s = scalarBytes(scalar(k) + respond(t, R) * (2n * r1 - r2 - r3));
      expect(verifyEqual(commitments, bytes(R, s))).toBe('VerificationError');
    });

    test('cannot choose R after the challenge', () => {
      // R = s·B_blinding − c·w·Δ for the challenge of another R.
      const [r1, r2] = [randomScalar(), randomScalar()];
      const commitments = [commit(7n, r1), commit(8n, r2)];
      const t = transcript();
      t.appendMessage('dom-sep', new TextEncoder().encode('equal values v1'));
      t.appendU64('m', 2n);
      for (const C of commitments) t.appendMessage('C', C);
      const w = wide(t.challengeBytes('w', 64));
      const c = respond(t, commit(0n, r1));
      const s = randomScalar();
      const R = linearCombination(
        [
          { coefficient: 1n, commitment: commit(0n, s) },
          { coefficient: -c * w, commitment: commitments[0]! },
          { coefficient: c * w, commitment: commitments[1]! },
        ],
        0n,
      );
      expect(verifyEqual(commitments, bytes(R, s))).toBe('VerificationError');
    });

    test('cannot prove a difference of equal values, also not of equal commitments', () => {
      const [r1, r2] = [randomScalar(), randomScalar()];
      for (const commitments of [
        [commit(7n, r1), commit(7n, r2)],
        [commit(7n, r1), commit(7n, r1)],
      ]) {
        const t = transcript();
        t.appendMessage('dom-sep', new TextEncoder().encode('different values v1'));
        t.appendU64('m', 2n);
        for (const C of commitments) t.appendMessage('C', C);
        // All that it knows are multiples of B_blinding, where the equation needs c·B.
        const R = commit(0n, r1);
        respond(t, R);
        expect(verifyDifferent(commitments, bytes(R, scalarBytes(0n), r1))).toBe('VerificationError');
      }
    });
  });

  test('the functions of the public API verify', () => {
    selectBackend(backend.name);
    const [r1, r2] = [randomScalar(), randomScalar()];
    const [same, other] = [
      [commit(7n, r1), commit(7n, r2)],
      [commit(7n, r1), commit(8n, r2)],
    ];
    const equal = publicProveEqual({ transcript: transcript(), value: 7n, blindings: [r1, r2] });
    const different = publicProveDifferent({
      transcript: transcript(),
      values: [7n, 8n],
      blindings: [r1, r2],
    });
    const ofEqual = (commitments: Uint8Array[]) =>
      codeOf(() => publicVerifyEqual({ transcript: transcript(), commitments, proof: equal }));
    const ofDifferent = (commitments: Uint8Array[]) =>
      codeOf(() => publicVerifyDifferent({ transcript: transcript(), commitments, proof: different }));
    expect([ofEqual(same), ofEqual(other)]).toEqual(['valid', 'VerificationError']);
    expect([ofDifferent(other), ofDifferent(same)]).toEqual(['valid', 'VerificationError']);
    selectBackend('wasm-simd');
  });

  describe('nonces', () => {
    const [r1, r2] = [1n, 2n].map(scalarBytes) as [Uint8Array, Uint8Array];
    const pointOf = (proof: Uint8Array) => Buffer.from(proof.subarray(0, 32)).toString('hex');
    test('depend on statement, witness and randomness, each of them', () => {
      const points = [
        proveEqual({ value: 7n, blindings: [r1, r2] }, repeating),
        proveEqual({ value: 8n, blindings: [r1, r2] }, repeating),
        proveEqual({ value: 7n, blindings: [r2, r1] }, repeating),
        proveEqual({ value: 7n, blindings: [r1, r2], transcript: new Transcript('another') }, repeating),
        proveEqual({ value: 7n, blindings: [r1, r2] }),
        proveEqual({ value: 7n, blindings: [r1, r2] }),
      ].map(pointOf);
      expect(new Set(points).size).toBe(points.length);
    });
    test('depend on the witness where statement and randomness are known', () => {
      const nonces = (witness: Uint8Array) => deriveNonces(transcript(), witness, repeating(32), 1);
      expect(nonces(r1)).toEqual(nonces(r1));
      expect(nonces(r1)).not.toEqual(nonces(r2));
    });
    test('leave the transcript where a verifier has it', () => {
      const [proving, verifying] = [transcript(), transcript()];
      const proof = proveDifferent({ values: [7n, 8n], blindings: [r1, r2], transcript: proving });
      const commitments = [commit(7n, r1), commit(8n, r2)];
      verifyDifferentWith(backend, { transcript: verifying, commitments, proof });
      const equal = proveEqual({ value: 7n, blindings: [r1, r2], transcript: proving });
      verifyEqualWith(backend, {
        transcript: verifying,
        commitments: [commit(7n, r1), commit(7n, r2)],
        proof: equal,
      });
      expect(proving.challengeBytes('end', 32)).toEqual(verifying.challengeBytes('end', 32));
    });
  });
});
