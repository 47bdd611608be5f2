import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { ProtocolError } from '../errors.js';
import { inlineProofRunner, type ProofRunner, type ProofVerdict } from '../proof/proof-runner.js';
import { AUDIENCE, OWNER, signingKeys, trusted, VERIFIER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { makeSalaryFixture, type SalaryFixture, verdictCode } from '../testing/salary-fixture.js';
import type { PresentationRequest, Presentations } from '../types.js';

/** A proof runner that answers when the test lets it. Wrong proofs are those that the test has marked. */
class ControlledRunner implements ProofRunner {
  readonly prove = inlineProofRunner.prove;
  checked = 0;
  readonly running: { readonly nonce: string; readonly finish: (verdict: ProofVerdict | Error) => void }[] =
    [];
  /** The verdict of every check, without waiting for the test. */
  immediate: ((nonce: string) => ProofVerdict) | undefined;

  verify({ binding: { nonce } }: Parameters<ProofRunner['verify']>[0]): Promise<ProofVerdict> {
    this.checked += 1;
    if (this.immediate) return Promise.resolve(this.immediate(nonce));
    return new Promise((resolve, reject) => {
      const finish = (verdict: ProofVerdict | Error) =>
        verdict instanceof Error ? reject(verdict) : resolve(verdict);
      this.running.push({ nonce, finish });
    });
  }
}

let runner: ControlledRunner;
let fixture: SalaryFixture;

beforeEach(async () => {
  runner = new ControlledRunner();
  fixture = await makeSalaryFixture({ proofs: runner });
});

async function prepare(
  of = fixture,
): Promise<{ request: PresentationRequest; presentations: Presentations }> {
  const request = await of.createRequest();
  return { request, presentations: await forge(request, of.salary()) };
}

/** Another verifier with the same store. */
const makeReplica = async () =>
  new CoreEngine({
    clock: fixture.clock,
    verifier: {
      iss: VERIFIER,
      audience: AUDIENCE,
      keys: await signingKeys(fixture.receiptKey),
      requests: fixture.requests,
      trust: [trusted()],
      documents: fixture.documents,
      proofs: runner,
    },
  });

const failedAttempts = async (request: PresentationRequest) =>
  (await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts;

/** Waits until the verifier has passed so many presentations to the proof runner. */
async function untilRunning(count: number): Promise<void> {
  while (runner.running.length < count) await new Promise((resolve) => setImmediate(resolve));
}

const count = (codes: readonly string[], code: string) => codes.filter((one) => one === code).length;

describe('of many wrong proofs for one request at once', () => {
  test('exactly as many are checked as the limit allows', async () => {
    runner.immediate = () => 'invalid';
    const { request, presentations } = await prepare();
    const codes = await Promise.all(
      Array.from({ length: 200 }, () => fixture.verify(request, presentations)),
    );
    expect(runner.checked).toBe(10);
    expect(count(codes, 'range_proof_invalid')).toBe(10);
    expect(count(codes, 'too_many_attempts')).toBe(190);
    expect(await failedAttempts(request)).toBe(10);
  });

  test('none is read after the limit was reached', async () => {
    runner.immediate = () => 'invalid';
    const { request, presentations } = await prepare();
    for (let i = 0; i < 10; i++) await fixture.verify(request, presentations);
    // Another order of checks would find this fault first.
    expect(await fixture.verify(request, { other: presentations.salary! })).toBe('too_many_attempts');
  });

  test('few are read at the same time, and none after the limit is reached', async () => {
    runner.immediate = () => 'invalid';
    const { request, presentations } = await prepare();
    let [reading, most, reads] = [0, 0, 0];
    const { find } = fixture.requests;
    jest.spyOn(fixture.requests, 'find').mockImplementation(async (id) => {
      reads += 1;
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setImmediate(resolve));
      return find.call(fixture.requests, id).finally(() => reading--);
    });
    await Promise.all(Array.from({ length: 200 }, () => fixture.verify(request, presentations)));
    expect(most).toBeLessThanOrEqual(16);
    expect(reads).toBeLessThan(60);
  });

  test('one at a time is checked, so that a presentation for another request does not wait for them', async () => {
    const [attacked, other] = [await prepare(), await prepare()];
    const wrong = Array.from({ length: 50 }, () => fixture.verify(attacked.request, attacked.presentations));
    await untilRunning(1);
    const honest = fixture.verify(other.request, other.presentations);
    await untilRunning(2);
    expect(runner.running.map(({ nonce }) => nonce)).toEqual([attacked.request.nonce, other.request.nonce]);
    runner.running[1]!.finish('valid');
    expect(await honest).toBe('verified');
    expect(runner.checked).toBe(2);
    runner.immediate = () => 'invalid';
    runner.running[0]!.finish('invalid');
    expect(count(await Promise.all(wrong), 'range_proof_invalid')).toBe(10);
  });

  test('exactly as many are checked even if each had read the request before the first was checked', async () => {
    const { request, presentations } = await prepare();
    const { requests } = fixture;
    const find = requests.find.bind(requests);
    const reads: (() => void)[] = [];
    const spy = jest.spyOn(requests, 'find').mockImplementation(async (id) => {
      const read = await find(id);
      await new Promise<void>((resolve) => reads.push(resolve));
      return read;
    });
    const wrong = Array.from({ length: 16 }, () => fixture.verify(request, presentations));
    while (reads.length < wrong.length) await new Promise((resolve) => setImmediate(resolve));
    spy.mockRestore();
    runner.immediate = () => 'invalid';
    const codes: string[] = [];
    // Each reaches the proof only after the one before has left the verifier.
    for (const [i, verdict] of wrong.entries()) {
      reads[i]!();
      codes.push(await verdict);
    }
    expect(count(codes, 'range_proof_invalid')).toBe(10);
    expect(runner.checked).toBe(10);
  });

  test('an honest one is verified as long as the limit is not reached, and is not counted', async () => {
    const { request, presentations } = await prepare();
    let checks = 0;
    runner.immediate = () => (++checks <= 9 ? 'invalid' : 'valid');
    const codes = await Promise.all(Array.from({ length: 10 }, () => fixture.verify(request, presentations)));
    // Their earlier checks run concurrently, so any of them may be the last to reach the proof.
    expect(count(codes, 'verified')).toBe(1);
    expect(await failedAttempts(request)).toBe(9);
  });

  test('two replicas together report exactly as many refusals, and check at most one proof more', async () => {
    const replica = await makeReplica();
    const { request, presentations } = await prepare();
    runner.immediate = () => 'invalid';
    const codes = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        verdictCode(i % 2 === 0 ? fixture.verifier : replica, request, presentations),
      ),
    );
    expect(count(codes, 'range_proof_invalid')).toBe(10);
    expect(count(codes, 'too_many_attempts')).toBe(50);
    expect(runner.checked).toBeLessThanOrEqual(11);
  });
});

describe('an attempt that does not end with a refusal is not counted', () => {
  const overloaded = new ProtocolError('overloaded');

  test('if it is the first', async () => {
    const { request, presentations } = await prepare();
    const verdict = fixture.verify(request, presentations);
    await untilRunning(1);
    // Also after a crash now: nothing was written.
    expect(await failedAttempts(request)).toBe(0);
    runner.running[0]!.finish(overloaded);
    expect(await verdict).toBe('overloaded');
    expect(await failedAttempts(request)).toBe(0);
  });

  test('if it is the first, while a replica counts another', async () => {
    const { request, presentations } = await prepare();
    const replica = await makeReplica();
    const first = fixture.verify(request, presentations);
    await untilRunning(1);
    const other = verdictCode(replica, request, presentations);
    await untilRunning(2);
    runner.running[1]!.finish('invalid');
    expect(await other).toBe('range_proof_invalid');
    runner.running[0]!.finish(overloaded);
    expect(await first).toBe('overloaded');
    expect(await failedAttempts(request)).toBe(1);
  });

  test('if it is the first, and is accepted', async () => {
    const { request, presentations } = await prepare();
    runner.immediate = () => 'valid';
    expect(await fixture.verify(request, presentations)).toBe('verified');
    expect(await failedAttempts(request)).toBe(0);
  });

  test('nor if others have failed before', async () => {
    const { request, presentations } = await prepare();
    const wrong = fixture.verify(request, presentations);
    await untilRunning(1);
    runner.running[0]!.finish('invalid');
    expect(await wrong).toBe('range_proof_invalid');
    const next = fixture.verify(request, presentations);
    await untilRunning(2);
    expect(await failedAttempts(request)).toBe(2);
    runner.running[1]!.finish(overloaded);
    expect(await next).toBe('overloaded');
    expect(await failedAttempts(request)).toBe(1);
  });
});

test('a presentation that waited is checked against the request as it is then', async () => {
  const { request, presentations } = await prepare();
  const first = fixture.verify(request, presentations);
  await untilRunning(1);
  const second = fixture.verify(request, presentations);
  fixture.clock.time += 600_000;
  runner.running[0]!.finish('invalid');
  expect(await first).toBe('range_proof_invalid');
  expect(await second).toBe('request_expired');
  expect(runner.checked).toBe(1);
});

test('an attempt that can no longer be counted is rejected for what happened to the request meanwhile', async () => {
  const { request, presentations } = await prepare();
  const replica = await makeReplica();
  runner.immediate = () => 'invalid';
  expect(await fixture.verify(request, presentations)).toBe('range_proof_invalid');
  runner.immediate = () => 'valid';
  const { requests } = fixture;
  const countFailedAttempt = requests.countFailedAttempt.bind(requests);
  jest.spyOn(requests, 'countFailedAttempt').mockImplementationOnce(async (id, limit) => {
    const honest = await forge(request, fixture.salary());
    expect(await verdictCode(replica, request, honest)).toBe('verified');
    return countFailedAttempt(id, limit);
  });
  expect(await fixture.verify(request, presentations)).toBe('request_already_answered');
});
