import { describe, expect, test } from '@jest/globals';
import { dyingAt } from '@zk-income/credential/testing';
import { START, WebhookFixture } from './testing/fixture.js';

/** A service whose process dies at its n-th call of a store, while it runs. */
async function interrupted(
  call: number,
  when: 'before' | 'after',
  run: (service: WebhookFixture, dying: ReturnType<typeof dyingAt>) => Promise<unknown>,
  prepare: (service: WebhookFixture) => Promise<unknown> = async () => undefined,
) {
  const service = new WebhookFixture();
  await service.endpoints.create('landlord', { url: 'https://portal.example/webhooks' });
  await prepare(service);
  const dying = dyingAt(call, when);
  const error = await run(service, dying).catch((thrown: Error) => thrown);
  const hasDied = error instanceof Error;
  if (hasDied) expect(error.message).toBe('The process died.');
  return { service, hasDied };
}

const delivering = (service: WebhookFixture, dying: ReturnType<typeof dyingAt>) =>
  service.dispatcher(dying.wrap(service.deliveryStore), dying.wrap(service.endpointStore)).deliverDue();

/** More than any of the operations makes. */
const CALLS = Array.from({ length: 24 }, (_, i) => i + 1);

describe.each(['before', 'after'] as const)('a process that dies %s a call of a store', (when) => {
  test('while it announces an event announces all or nothing, and a repeated call completes it', async () => {
    let died = 0;
    for (const call of CALLS) {
      const { service, hasDied } = await interrupted(call, when, (fixture, dying) =>
        fixture
          .outboxOn(dying.wrap(fixture.deliveryStore), dying.wrap(fixture.endpointStore))
          .announce(fixture.event()),
      );
      died += Number(hasDied);
      await service.outbox.announce(service.event());
      await service.drain();
      expect(service.sent).toHaveLength(1);
    }
    expect(died).toBeGreaterThan(2);
    expect(died).toBeLessThan(CALLS.length);
  });

  test('while it delivers leaves the delivery to another process, which sends it with the same id', async () => {
    let died = 0;
    for (const call of CALLS) {
      const { service, hasDied } = await interrupted(call, when, delivering, (fixture) =>
        fixture.outbox.announce(fixture.event()),
      );
      died += Number(hasDied);
      const before = service.sent.length;
      await service.drain();
      expect(service.sent.length).toBeGreaterThanOrEqual(1);
      // Twice only if the process died between its attempt and its record.
      expect(service.sent.length - before).toBeLessThanOrEqual(1);
      expect(new Set(service.sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect([...service.deliveryStore.recorded.values()]).toMatchObject([{ state: 'delivered' }]);
      expect(service.deliveryStore.queue.size).toBe(0);
      expect(service.now - START).toBeLessThan(120);
    }
    expect(died).toBeGreaterThan(5);
    expect(died).toBeLessThan(CALLS.length);
  });

  test.each([
    ['a failed attempt', { status: 500 }],
    ['the answer 410', { status: 410 }],
  ])('after %s neither loses the delivery nor multiplies it', async (_, answer) => {
    let died = 0;
    for (const call of CALLS) {
      const { service, hasDied } = await interrupted(call, when, delivering, async (fixture) => {
        fixture.answer = () => answer;
        await fixture.outbox.announce(fixture.event());
      });
      died += Number(hasDied);
      const before = service.sent.length;
      // The receiver has recovered, or is still gone.
      service.answer = () => (answer.status === 410 ? answer : { status: 200 });
      await service.drain();
      expect(service.sent.length - before).toBeLessThanOrEqual(1);
      expect(service.deliveryStore.queue.size).toBe(0);
      const [record] = [...service.deliveryStore.recorded.values()];
      if (answer.status === 410) {
        expect((await service.endpoints.list('landlord'))[0]?.state).toBe('stopped');
      } else {
        expect(record).toMatchObject({ state: 'delivered' });
      }
    }
    expect(died).toBeGreaterThan(5);
    expect(died).toBeLessThan(CALLS.length);
  });

  test('while it deletes the deliveries of a subject leaves none after a repeated call', async () => {
    let died = 0;
    const subject = { ownerId: 'landlord', subjectId: 'request', subjectAt: START - 60 };
    const scheduled = [{ type: 'request.expired', due: START + 600 }] as const;
    for (const call of CALLS) {
      const { service, hasDied } = await interrupted(
        call,
        when,
        (fixture, dying) =>
          fixture
            .outboxOn(dying.wrap(fixture.deliveryStore), dying.wrap(fixture.endpointStore))
            .forget(subject, scheduled),
        async (fixture) => {
          fixture.answer = () => ({ status: 500 });
          await fixture.outbox.announce(fixture.event({ type: 'request.expired' }), START + 600);
          await fixture.outbox.announce(fixture.event({ type: 'request.refused' }));
          await fixture.dispatcher().deliverDue();
        },
      );
      died += Number(hasDied);
      await service.outbox.forget(subject, scheduled);
      expect(service.deliveryStore.queue.size + service.deliveryStore.recorded.size).toBe(0);
    }
    expect(died).toBeGreaterThan(4);
    expect(died).toBeLessThan(CALLS.length);
  });
});
