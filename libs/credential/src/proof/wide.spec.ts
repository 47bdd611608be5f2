import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  combineBlindings,
  commit,
  linearCombination,
  proveRange,
  randomScalar,
  Transcript,
} from '@zk-income/crypto';
import { policyProofLength, runProveJob, runVerifyJobs, type VerifyJob } from './proof-runner.js';

const HALF = 2n ** 64n;
const binding = {
  audience: 'audience',
  nonce: 'nonce',
  policyHash: new Uint8Array(32),
  sdHashes: [new Uint8Array(32).fill(7)],
};
const blinding = randomScalar();
const VALUE = 2n ** 53n - 1n;
/** 2^20·v − t is in [0, 2^128) for t = 2^73 − 2^20, and −1 for one more. */
const FACTOR = 2n ** 20n;
const jobFor = (constant: bigint, isWide = true) => ({
  binding,
  inequalities: [{ terms: [{ coefficient: FACTOR, value: VALUE, blinding }], constant, isWide }],
});
const verdictOf = (proof: Uint8Array, constant: bigint, isWide = true) => {
  const terms = [{ coefficient: FACTOR, commitment: commit(VALUE, blinding) }];
  const job: VerifyJob = { binding, inequalities: [{ terms, constant, isWide }], proof };
  return runVerifyJobs([job])[0]!;
};

test.each([
  ['0', -FACTOR * VALUE],
  ['1', 1n - FACTOR * VALUE],
  ['2^64 − 1', HALF - 1n - FACTOR * VALUE],
  ['2^64', HALF - FACTOR * VALUE],
  ['2^128 − 1', HALF * HALF - 1n - FACTOR * VALUE],
])('a left side of %s is proved', (_, constant) => {
  const proof = runProveJob(jobFor(constant));
  expect(proof).toHaveLength(32 + policyProofLength({ inequalities: [{}, {}] }));
  expect(verdictOf(proof, constant)).toBe('valid');
  expect(verdictOf(proof, constant - 1n)).toBe('invalid');
});

test.each([
  ['−1', -1n],
  ['2^128', HALF * HALF],
])('a left side of %s is not', (_, value) => {
  expect(() => runProveJob(jobFor(value - FACTOR * VALUE))).toThrow('from 0 to 2^64');
});

test('the high half is hidden: its blinding is fresh', () => {
  const [one, other] = [runProveJob(jobFor(0n)), runProveJob(jobFor(0n))];
  expect(one.slice(0, 32)).not.toEqual(other.slice(0, 32));
  expect(verdictOf(one, 0n)).toBe('valid');
});

test('a narrow and a wide proof are not exchanged', () => {
  const constant = HALF - 1n - FACTOR * VALUE;
  expect(verdictOf(runProveJob(jobFor(constant, false)), constant, false)).toBe('valid');
  expect(verdictOf(runProveJob(jobFor(constant, false)), constant)).toBe('malformed');
  expect(verdictOf(runProveJob(jobFor(constant)), constant, false)).toBe('malformed');
});

describe('a dishonest holder', () => {
  interface Halves {
    /** The values that the range proof is about. */
    readonly low: bigint;
    readonly high: bigint;
    /** The value that H commits to; by default the high one. */
    readonly committed?: bigint;
    readonly appended?: boolean;
  }
  /** Splits the left side as an honest prover does, except for what is given. */
  function proofOf({ low, high, committed = high, appended = true }: Halves): Uint8Array {
    const rho = randomScalar();
    const point =
      committed >= 0n
        ? commit(committed, rho)
        : linearCombination([{ coefficient: 1n, commitment: commit(0n, rho) }], committed);
    const transcript = new Transcript('zk-income policy proof v2');
    transcript.appendMessage('aud', new TextEncoder().encode(binding.audience));
    transcript.appendMessage('nonce', new TextEncoder().encode(binding.nonce));
    transcript.appendMessage('policy', binding.policyHash);
    for (const hash of binding.sdHashes) transcript.appendMessage('sd_hash', hash);
    if (appended) transcript.appendMessage('high', point);
    const lowBlinding = combineBlindings([
      { coefficient: FACTOR, blinding },
      { coefficient: -HALF, blinding: rho },
    ]);
    const { proof } = proveRange({
      transcript,
      values: [low, high],
      blindings: [lowBlinding, rho],
      bits: 64,
    });
    return Uint8Array.of(...point, ...proof);
  }
  const constant = 5n * HALF + 3n - FACTOR * VALUE;
  const missed = -1n - FACTOR * VALUE;

  test('gains nothing by writing an honest proof in this way', () => {
    expect(verdictOf(proofOf({ low: 3n, high: 5n }), constant)).toBe('valid');
  });

  test('cannot claim another high half', () => {
    expect(verdictOf(proofOf({ low: 3n, high: 6n }), constant)).toBe('invalid');
    expect(verdictOf(proofOf({ low: 3n, high: 5n, committed: 6n }), constant)).toBe('invalid');
  });

  test('cannot write −1 as 2^64 − 1 with a high half of −1', () => {
    expect(verdictOf(proofOf({ low: HALF - 1n, high: 0n, committed: -1n }), missed)).toBe('invalid');
    expect(verdictOf(proofOf({ low: HALF - 1n, high: HALF - 1n }), missed)).toBe('invalid');
  });

  test('must append the high half to the transcript', () => {
    expect(verdictOf(proofOf({ low: 3n, high: 5n, appended: false }), constant)).toBe('invalid');
  });

  test('must send a point', () => {
    const proof = proofOf({ low: 3n, high: 5n });
    expect(verdictOf(Uint8Array.of(...new Uint8Array(32).fill(255), ...proof.subarray(32)), constant)).toBe(
      'malformed',
    );
  });

  test('cannot omit the high half, or send one more', () => {
    const proof = proofOf({ low: 3n, high: 5n });
    expect(verdictOf(proof.subarray(32), constant)).toBe('malformed');
    expect(verdictOf(Uint8Array.of(...proof.subarray(0, 32), ...proof), constant)).toBe('malformed');
  });
});

describe('two wide inequalities', () => {
  const constants = [HALF - FACTOR * VALUE, 3n * HALF - FACTOR * VALUE];
  const terms = [{ coefficient: FACTOR, value: VALUE, blinding }];
  let proof: Uint8Array;
  const verdict = (bytes: Uint8Array) => {
    const public_ = [{ coefficient: FACTOR, commitment: commit(VALUE, blinding) }];
    const inequalities = constants.map((constant) => ({ terms: public_, constant, isWide: true }));
    return runVerifyJobs([{ binding, inequalities, proof: bytes }])[0]!;
  };

  beforeAll(() => {
    proof = runProveJob({
      binding,
      inequalities: constants.map((constant) => ({ terms, constant, isWide: true })),
    });
  });

  test('have their high halves in order', () => {
    expect(verdict(proof)).toBe('valid');
    const [one, other, rest] = [proof.subarray(0, 32), proof.subarray(32, 64), proof.subarray(64)];
    expect(verdict(Uint8Array.of(...other, ...one, ...rest))).toBe('invalid');
    expect(verdict(Uint8Array.of(...one, ...one, ...rest))).toBe('invalid');
  });
});
