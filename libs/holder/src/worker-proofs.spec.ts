import { expect, test } from '@jest/globals';
import { type ProveJob, runVerifyJobs } from '@zk-income/credential';
import { commit, randomScalar } from '@zk-income/crypto';
import { type ProofWorker, workerProofs } from './index.js';
import { codeOf } from './testing/index.js';
import { serveProofs } from './worker/index.js';
import type { WorkerReply, WorkerRequest } from './worker/messages.js';

const VALUE = 5_400_000n;

function exampleJobs() {
  const blinding = randomScalar();
  const binding: ProveJob['binding'] = {
    audience: 'a',
    nonce: 'n',
    policyHash: new Uint8Array(32),
    sdHashes: [new Uint8Array(32)],
  };
  const inequality = <T>(attribute: T) => ({ terms: [{ coefficient: 1n, ...attribute }], constant: -VALUE });
  return {
    prove: { binding, inequalities: [inequality({ value: VALUE, blinding })] },
    verify: { binding, inequalities: [inequality({ commitment: commit(VALUE, blinding) })] },
  };
}

/** A worker on this thread, with the structured clones of a real one. */
function fakeWorker(serve: typeof serveProofs = serveProofs, selfTest?: () => unknown) {
  const listeners: Record<string, ((event: never) => void)[]> = {};
  const emit = (type: string, event: unknown) => {
    if (!worker.isTerminated) for (const listener of listeners[type] ?? []) listener(event as never);
  };
  let receive: ((event: { data: WorkerRequest }) => void) | undefined;
  serve(
    {
      addEventListener: (_, listener) => {
        receive = listener;
      },
      postMessage: (reply) => emit('message', { data: structuredClone(reply) }),
    },
    selfTest,
  );
  const worker = {
    isTerminated: false,
    emit,
    postMessage: (request: WorkerRequest) => {
      const data = structuredClone(request);
      queueMicrotask(() => receive?.({ data }));
    },
    terminate: () => {
      worker.isTerminated = true;
    },
    addEventListener: (type: string, listener: (event: never) => void) => {
      listeners[type] = [...(listeners[type] ?? []), listener];
    },
  };
  return worker;
}

type FakeWorker = ReturnType<typeof fakeWorker>;

/** Workers in the order in which they are started. */
function startsOf(...workers: readonly FakeWorker[]) {
  const left = [...workers];
  return workerProofs(() => left.shift() as ProofWorker);
}

/** Never answers. */
const silent: typeof serveProofs = (scope) => scope!.addEventListener('message', () => undefined);

test('a worker proves and verifies', async () => {
  const { prove, verify } = exampleJobs();
  const proofs = startsOf(fakeWorker());
  proofs.start();
  const proof = await proofs.prove(prove);
  expect(runVerifyJobs([{ ...verify, proof }])).toEqual(['valid']);
  expect(await proofs.verify({ ...verify, proof })).toBe('valid');
});

test('jobs wait for each other, and each gets its own reply', async () => {
  const { verify, prove } = exampleJobs();
  const proofs = startsOf(fakeWorker());
  const proof = await proofs.prove(prove);
  const wrong = Uint8Array.from(proof, (byte, i) => (i === 40 ? byte ^ 1 : byte));
  const [right, other] = await Promise.all([
    proofs.verify({ ...verify, proof }),
    proofs.verify({ ...verify, proof: wrong }),
  ]);
  expect(right).toBe('valid');
  expect(other).not.toBe('valid');
});

test('a proof is aborted by ending the worker, and the next one starts another', async () => {
  const [first, second] = [fakeWorker(silent), fakeWorker()];
  const proofs = startsOf(first, second);
  const controller = new AbortController();
  const { prove } = exampleJobs();
  const proving = codeOf(proofs.prove(prove, { signal: controller.signal }));
  const waiting = codeOf(proofs.prove(prove, { signal: controller.signal }));
  await new Promise(setImmediate);
  controller.abort();
  expect(await Promise.all([proving, waiting])).toEqual(['aborted', 'aborted']);
  expect(first.isTerminated).toBe(true);
  expect(await codeOf(proofs.prove(prove))).toBe('done');
  proofs.close();
  expect(second.isTerminated).toBe(true);
});

test.each(['error', 'messageerror'])('a worker that fails (%s) is reported', async (type) => {
  const first = fakeWorker(silent);
  const proofs = startsOf(first, fakeWorker());
  const { prove } = exampleJobs();
  const proving = codeOf(proofs.prove(prove));
  await new Promise(setImmediate);
  first.emit(type, {});
  expect(await proving).toBe('proof_failed');
  expect(await codeOf(proofs.prove(prove))).toBe('done');
});

test('a worker whose self-test fails, or whose job is impossible, says so', async () => {
  const failing = () => {
    throw new Error('The self-test failed.');
  };
  const { prove } = exampleJobs();
  const error = await startsOf(fakeWorker(serveProofs, failing))
    .prove(prove)
    .catch((reason) => reason);
  expect(error).toMatchObject({ code: 'proof_failed', message: 'The self-test failed.' });
  const impossible = { ...prove, inequalities: [{ ...prove.inequalities[0]!, constant: -VALUE - 1n }] };
  expect(await codeOf(startsOf(fakeWorker()).prove(impossible))).toBe('proof_failed');
});

test('a reply to no job is ignored', async () => {
  const worker = fakeWorker();
  const proofs = startsOf(worker);
  proofs.start();
  worker.emit('message', { data: { id: 99, error: 'x' } satisfies WorkerReply });
  expect(await codeOf(proofs.prove(exampleJobs().prove))).toBe('done');
});
