import { beforeAll, describe, expect, test } from '@jest/globals';
import { dyingAt } from '../testing/dying-store.js';
import { NOW, OWNER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { MemoryRequestStore } from '../testing/memory-stores.js';
import { makeSalaryFixture } from '../testing/salary-fixture.js';
import type { PresentationRequest, Presentations } from '../types.js';

type Fixture = Awaited<ReturnType<typeof makeSalaryFixture>>;

let fixture: Fixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

async function answered({ verifier, createRequest, salary }: Fixture) {
  const request = await createRequest();
  const presentations = await forge(request, salary());
  const verdict = await verifier.verifyProof({ request_id: request.id, presentations });
  expect(verdict.verified).toBe(true);
  return { request, presentations, verdict };
}

async function again({ verifier }: Fixture, request: PresentationRequest, presentations: Presentations) {
  let isRepeated = false;
  const verdict = await verifier.verifyProof(
    { request_id: request.id, presentations },
    {
      onRepeated: () => {
        isRepeated = true;
      },
    },
  );
  return { verdict, isRepeated };
}

test('a presentation whose verdict was lost gets the same verdict, and its owner one receipt', async () => {
  const { request, presentations, verdict } = await answered(fixture);
  const { receipt } = await fixture.verifier.findRequest(OWNER, request.id);
  expect(await again(fixture, request, presentations)).toEqual({ verdict, isRepeated: true });
  expect(await again(fixture, request, { ...presentations })).toEqual({ verdict, isRepeated: true });
  expect((await fixture.verifier.findRequest(OWNER, request.id)).receipt).toBe(receipt);
});

test('the first verdict is not marked as repeated', async () => {
  const request = await fixture.createRequest();
  expect((await again(fixture, request, await forge(request, fixture.salary()))).isRepeated).toBe(false);
});

test.each(['before', 'after'] as const)(
  'whatever store call the process dies %s, the retry is verified, once',
  async (when) => {
    for (let call = 1; call <= 2; call++) {
      const requests = new MemoryRequestStore();
      const { wrap } = dyingAt(call, when);
      const isDying = { value: false };
      // Requests are created before the process begins to die.
      const dying = wrap(requests);
      const store = new Proxy(requests, {
        get: (target, name) => Reflect.get(isDying.value ? dying : target, name).bind(target),
      });
      const local = await makeSalaryFixture({ requests: store });
      const request = await local.createRequest();
      const presentations = await forge(request, local.salary());
      isDying.value = true;
      const body = { request_id: request.id, presentations };
      await expect(local.verifier.verifyProof(body)).rejects.toThrow('died');
      isDying.value = false;
      const isConsumed = requests.requests.get(request.id)!.state === 'answered';
      expect(isConsumed).toBe(call === 2 && when === 'after');
      const { verdict, isRepeated } = await again(local, request, presentations);
      expect([verdict.code, isRepeated]).toEqual(['verified', isConsumed]);
    }
  },
);

describe('a verdict is not repeated', () => {
  test('for another presentation of the same credential', async () => {
    const { request } = await answered(fixture);
    expect(await fixture.verify(request, await forge(request, fixture.salary()))).toBe(
      'request_already_answered',
    );
  });

  test('for the same presentation under another name, or with another one beside it', async () => {
    const { request, presentations } = await answered(fixture);
    const { salary } = presentations as { salary: string };
    const changes: Presentations[] = [
      { wage: salary },
      { salary, pension: salary },
      { salary: salary.replace('~', '~~') },
    ];
    for (const changed of changes)
      expect(await fixture.verify(request, changed)).toBe('request_already_answered');
  });

  test('for another request', async () => {
    const { presentations } = await answered(fixture);
    expect(await fixture.verify(await fixture.createRequest(), presentations)).toBe('nonce_mismatch');
  });

  test('for a refused presentation: it is checked again', async () => {
    const request = await fixture.createRequest();
    const wrong = await forge(request, fixture.salary({ keyBindingPayload: { aud: 'x' } }));
    expect((await again(fixture, request, wrong)).isRepeated).toBe(false);
    expect(await again(fixture, request, wrong)).toMatchObject({ isRepeated: false });
  });

  test('twenty minutes after the answer', async () => {
    const slow = await makeSalaryFixture();
    const { request, presentations } = await answered(slow);
    slow.clock.time = NOW + 1_199_000;
    expect(await slow.verify(request, presentations)).toBe('verified');
    slow.clock.time = NOW + 1_200_000;
    expect(await slow.verify(request, presentations)).toBe('request_already_answered');
  });

  test('after the owner deleted the request', async () => {
    const { request, presentations } = await answered(fixture);
    await fixture.verifier.deleteRequest(OWNER, request.id);
    expect(await fixture.verify(request, presentations)).toBe('request_unknown');
  });
});

test('a replica whose clock is ten minutes behind repeats it', async () => {
  const skewed = await makeSalaryFixture();
  const { request, presentations } = await answered(skewed);
  skewed.clock.time = NOW - 600_000;
  expect(await skewed.verify(request, presentations)).toBe('verified');
});
