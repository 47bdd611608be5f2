import { beforeAll, expect, test } from '@jest/globals';
import { commit } from '@zk-income/crypto';
import { runProveJob, runVerifyJobs, type VerifyJob } from './proof-runner.js';

const blinding = new Uint8Array(32).fill(1);
const binding = {
  audience: 'audience',
  nonce: 'nonce',
  policyHash: new Uint8Array(32),
  sdHashes: [new Uint8Array(32)],
};
const commitment = commit(7n, blinding);
let honest: VerifyJob;

beforeAll(() => {
  const proof = runProveJob({
    binding,
    inequalities: [{ terms: [{ coefficient: 2n, value: 7n, blinding }], constant: -14n }],
  });
  honest = { binding, inequalities: [{ terms: [{ coefficient: 2n, commitment }], constant: -14n }], proof };
});

const withCommitment = (bytes: Uint8Array): VerifyJob => ({
  ...honest,
  inequalities: [{ terms: [{ coefficient: 2n, commitment: bytes }], constant: -14n }],
});

test('each job has its own verdict, in order', () => {
  const jobs: VerifyJob[] = [
    { ...honest, proof: honest.proof.subarray(1) },
    honest,
    withCommitment(new Uint8Array(32).fill(255)),
    { ...honest, binding: { ...binding, nonce: 'another' } },
    withCommitment(commit(6n, blinding)),
    honest,
  ];
  expect(runVerifyJobs(jobs)).toEqual([
    'malformed',
    'valid',
    'commitment_invalid',
    'invalid',
    'invalid',
    'valid',
  ]);
});

test('a job that is no valid call is no verdict on the commitments', () => {
  const inequalities = [{ terms: [{ coefficient: 2 as never, commitment }], constant: -14n }];
  expect(() => runVerifyJobs([{ ...honest, inequalities }])).toThrow(
    expect.objectContaining({ code: 'InvalidScalar' }),
  );
  expect(() => runVerifyJobs([{ ...honest, inequalities: [null as never] }])).toThrow(TypeError);
  expect(() => runVerifyJobs([{ ...honest, equal: [{ commitment }] }])).toThrow(
    expect.objectContaining({ code: 'InvalidAggregation' }),
  );
});
