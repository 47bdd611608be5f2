import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { GIVE_UP_SECONDS, RETRY_DELAYS } from './back-off.js';
import { START, WebhookFixture } from './testing/fixture.js';

const URL = 'https://portal.example/webhooks';

async function registered() {
  const service = new WebhookFixture();
  const { id, secret } = await service.endpoints.create('landlord', { url: URL });
  return { service, id, secret };
}

const round = { delivered: 0, retrying: 0, failed: 0, stopped: 0, dropped: 0, postponed: 0, hasMore: false };

describe('deliveries', () => {
  test('are sent once, signed, without anything but ids', async () => {
    const { service, secret } = await registered();
    await service.outbox.announce(service.event());
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, delivered: 1 });
    expect(await service.dispatcher().deliverDue()).toEqual(round);
    const [message] = service.sent;
    expect(service.sent).toHaveLength(1);
    expect(message!.url).toBe(URL);
    expect(JSON.parse(message!.body)).toEqual({
      type: 'request.verified',
      timestamp: '2027-01-15T08:00:00.000Z',
      data: { id: 'request', sequence: 2 },
    });
    expect(Object.keys(message!.headers).sort()).toEqual([
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
    expect(
      new Webhook(secret).sign(message!.headers['webhook-id']!, new Date(START * 1000), message!.body),
    ).toBe(message!.headers['webhook-signature']!.split(' ')[0]);
  });

  test('go to each endpoint of the client that wants the event, and to no other', async () => {
    const service = new WebhookFixture();
    const register = (ownerId: string, path: string, events?: 'request.expired'[]) =>
      service.endpoints.create(ownerId, { url: `https://portal.example/${path}`, events });
    await register('landlord', 'all');
    await register('landlord', 'expired', ['request.expired']);
    await register('another', 'another');
    await service.outbox.announce(service.event());
    await service.outbox.announce(service.event({ type: 'request.expired', subjectId: 'another request' }));
    await service.drain();
    const paths = service.sent.map(({ url, body }) => `${url.split('/').at(-1)} ${JSON.parse(body).type}`);
    expect(paths.sort()).toEqual(['all request.expired', 'all request.verified', 'expired request.expired']);
    const ids = service.sent.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(3);
  });

  test('are retried with the same id and body, a fresh timestamp, and longer and longer waits, over about a day', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ status: 500 });
    await service.outbox.announce(service.event());
    const times: number[] = [];
    for (let i = 0; i < 20 && service.deliveryStore.queue.size > 0; i++) {
      const before = service.sent.length;
      await service.dispatcher().deliverDue();
      if (service.sent.length > before) times.push(service.now);
      const [queued] = [...service.deliveryStore.queue.values()];
      if (!queued) break;
      const { next_attempt_at } = (await service.outbox.list('landlord', id))[0]!;
      expect(Date.parse(next_attempt_at!) / 1000).toBe(queued.delivery.due);
      service.now = queued.delivery.due;
    }
    expect(times.slice(1).map((time, i) => time - times[i]!)).toEqual([...RETRY_DELAYS]);
    expect(times.at(-1)! - START).toBeGreaterThan(GIVE_UP_SECONDS * 0.9);
    expect(times.at(-1)! - START).toBeLessThan(GIVE_UP_SECONDS);
    expect(new Set(service.sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    expect(service.sent.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual(times);
    expect(await service.outbox.list('landlord', id)).toEqual([
      expect.objectContaining({ state: 'failed', attempts: 11, status: 500 }),
    ]);
    expect((await service.outbox.list('landlord', id))[0]).not.toHaveProperty('next_attempt_at');
  });

  test.each([199, 301, 307, 404, 429, 503])('with the status %d are retried', async (status) => {
    const { service, id } = await registered();
    service.answer = () => ({ status });
    await service.outbox.announce(service.event());
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, retrying: 1 });
    service.answer = () => ({ status: 200 });
    await service.drain();
    expect(service.sent).toHaveLength(2);
    expect(await service.outbox.list('landlord', id)).toEqual([
      expect.objectContaining({ state: 'delivered', attempts: 2, status: 200 }),
    ]);
  });

  test('without a response are retried, and say why', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ error: 'timeout' });
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    const [delivery] = await service.outbox.list('landlord', id);
    expect(delivery).toMatchObject({ state: 'retrying', attempts: 1, error: 'timeout' });
    expect(delivery).not.toHaveProperty('status');
  });

  test('stop for ever after 410, until the secret is rotated', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ status: 410 });
    for (const subjectId of ['first', 'second', 'third'])
      await service.outbox.announce(service.event({ subjectId }));
    const { stopped } = await service.dispatcher().deliverDue();
    expect(stopped).toBe(1);
    await service.drain();
    expect(service.sent).toHaveLength(1);
    expect(await service.endpoints.list('landlord')).toMatchObject([{ state: 'stopped' }]);
    await service.outbox.announce(service.event({ subjectId: 'fourth' }));
    expect(service.deliveryStore.queue.size).toBe(0);
    const stoppedId = (await service.outbox.list('landlord', id))[0]!.id;
    await expect(service.outbox.resend('landlord', id, stoppedId)).rejects.toThrow('webhook_stopped');
    service.answer = () => ({ status: 200 });
    await service.endpoints.rotate('landlord', id);
    await service.outbox.resend('landlord', id, stoppedId);
    await service.drain();
    expect(service.sent).toHaveLength(2);
  });

  test('have two signatures of each kind for a day after a rotation', async () => {
    const { service, id, secret } = await registered();
    const { secret: rotated } = await service.endpoints.rotate('landlord', id);
    const verifiedBy = async (subjectId: string) => {
      await service.outbox.announce(service.event({ subjectId }));
      await service.dispatcher().deliverDue();
      const { headers, body } = service.sent.at(-1)!;
      const signatures = headers['webhook-signature']!.split(' ');
      const time = new Date(service.now * 1000);
      return [rotated, secret].map((text) =>
        signatures.includes(new Webhook(text).sign(headers['webhook-id']!, time, body)),
      );
    };
    expect(rotated).not.toBe(secret);
    expect(await verifiedBy('at once')).toEqual([true, true]);
    service.now += 24 * 60 * 60 - 1;
    expect(await verifiedBy('in the last second')).toEqual([true, true]);
    service.now += 1;
    expect(await verifiedBy('afterwards')).toEqual([true, false]);
  });
});

describe('intents', () => {
  test('wait for their effect, and are dropped if it does not happen', async () => {
    const { service, id } = await registered();
    service.effect = 'pending';
    await service.outbox.announce(service.event());
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, postponed: 1 });
    service.now += 60;
    service.effect = 'happened';
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, delivered: 1 });
    service.effect = 'pending';
    await service.outbox.announce(service.event({ subjectId: 'another' }));
    await service.drain();
    expect(service.now).toBeLessThan(START + 300);
    expect(service.sent).toHaveLength(1);
    expect(await service.outbox.list('landlord', id)).toHaveLength(1);
  });

  test('are dropped if the effect never happened', async () => {
    const { service } = await registered();
    service.effect = 'never';
    await service.outbox.announce(service.event());
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, dropped: 1 });
    expect(service.sent).toEqual([]);
  });

  test('for later are not due before', async () => {
    const { service } = await registered();
    await service.outbox.announce(service.event({ type: 'request.expired' }), START + 600);
    service.now += 599;
    expect(await service.dispatcher().deliverDue()).toEqual(round);
    service.now += 1;
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, delivered: 1 });
  });

  test('announced again are delivered once', async () => {
    const { service } = await registered();
    await service.outbox.announce(service.event());
    await service.outbox.announce(service.event());
    service.now += 1;
    await service.outbox.announce(service.event({ at: service.now }));
    await service.drain();
    await service.outbox.announce(service.event());
    await service.drain();
    expect(service.sent).toHaveLength(1);
  });

  test('are not written for a client without endpoints', async () => {
    const { service } = await registered();
    await service.outbox.announce(service.event({ ownerId: 'another' }));
    expect(service.deliveryStore.queue.size).toBe(0);
  });

  test('are deleted with their subject, wherever they are', async () => {
    const { service, id } = await registered();
    const scheduled = [{ type: 'request.expired', due: START + 600 }] as const;
    const subject = { ownerId: 'landlord', subjectId: 'request', subjectAt: START - 60 };
    service.answer = ({ body }) => ({ status: body.includes('refused') ? 500 : 200 });
    await service.outbox.announce(service.event({ type: 'request.expired' }), START + 600);
    await service.outbox.announce(service.event());
    await service.outbox.announce(service.event({ type: 'request.refused', occurrence: 3 }));
    await service.outbox.announce(service.event({ subjectId: 'another' }));
    await service.dispatcher().deliverDue();
    await service.outbox.forget(subject, scheduled);
    expect([...service.deliveryStore.queue.values()]).toEqual([]);
    expect(await service.outbox.list('landlord', id)).toMatchObject([{ subject_id: 'another' }]);
  });

  test('of a subject that is deleted between two attempts leave nothing', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ status: 500 });
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    service.effect = 'never';
    await service.drain();
    expect(service.sent).toHaveLength(1);
    expect(await service.outbox.list('landlord', id)).toEqual([]);
  });
});

describe('a delivery that its client asks for', () => {
  test('is sent again with the same id and body, and only to its client', async () => {
    const { service, id } = await registered();
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    const deliveryId = (await service.outbox.list('landlord', id))[0]!.id;
    service.now += 3_600;
    await service.outbox.resend('landlord', id, deliveryId);
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, delivered: 1 });
    const [first, second] = service.sent;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(second!.body).toBe(first!.body);
    expect(Number(second!.headers['webhook-timestamp'])).toBe(START + 3_600);
    await expect(service.outbox.resend('another', id, deliveryId)).rejects.toThrow('webhook_unknown');
    await expect(service.outbox.resend('landlord', id, 'msg_0')).rejects.toThrow('webhook_delivery_unknown');
    service.now += 30 * 24 * 60 * 60;
    await expect(service.outbox.resend('landlord', id, deliveryId)).rejects.toThrow(
      'webhook_delivery_unknown',
    );
  });

  test('is retried if it fails, and ends the retries that were planned', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ status: 500 });
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    const deliveryId = (await service.outbox.list('landlord', id))[0]!.id;
    service.now += 1;
    await service.outbox.resend('landlord', id, deliveryId);
    await service.dispatcher().deliverDue();
    service.answer = () => ({ status: 200 });
    await service.drain();
    expect(service.sent).toHaveLength(3);
    expect(await service.outbox.list('landlord', id)).toMatchObject([{ state: 'delivered' }]);
  });

  test('wakes the dispatcher of the process', async () => {
    const { service, id } = await registered();
    let woken = 0;
    const end = service.outbox.onDue(() => {
      woken += 1;
    });
    await service.outbox.announce(service.event({ type: 'request.expired' }), START + 1);
    expect(woken).toBe(0);
    await service.outbox.announce(service.event());
    expect(woken).toBe(1);
    await service.dispatcher().deliverDue();
    const deliveryId = (await service.outbox.list('landlord', id))[0]!.id;
    await service.outbox.resend('landlord', id, deliveryId);
    expect(woken).toBe(2);
    end();
    await service.outbox.announce(service.event({ subjectId: 'another' }));
    expect(woken).toBe(2);
  });
});

describe('dispatchers', () => {
  test('that run at the same time send each delivery once', async () => {
    const { service } = await registered();
    for (let i = 0; i < 40; i++) await service.outbox.announce(service.event({ subjectId: `request ${i}` }));
    service.answer = async () => {
      await new Promise(setImmediate);
      return { status: 200 };
    };
    const rounds = await Promise.all(Array.from({ length: 4 }, () => service.dispatcher().deliverDue()));
    expect(rounds.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(40);
    expect(service.sent).toHaveLength(40);
  });

  test('leave an endpoint that fails for later, and serve the others', async () => {
    const { service } = await registered();
    await service.endpoints.create('another', { url: 'https://other.example/' });
    for (let i = 0; i < 30; i++) {
      await service.outbox.announce(service.event({ subjectId: `request ${i}` }));
      await service.outbox.announce(service.event({ subjectId: `request ${i}`, ownerId: 'another' }));
    }
    service.answer = ({ url }) => (url === URL ? { error: 'timeout' } : { status: 200 });
    const { delivered, retrying, postponed } = await service.dispatcher().deliverDue();
    expect({ delivered, retrying, postponed }).toEqual({ delivered: 30, retrying: 1, postponed: 29 });
    service.answer = () => ({ status: 200 });
    await service.drain();
    expect(service.deliveryStore.queue.size).toBe(0);
    expect([...service.deliveryStore.recorded.values()].every(({ state }) => state === 'delivered')).toBe(
      true,
    );
  });

  test('leave an endpoint that is slow for later', async () => {
    const { service } = await registered();
    for (let i = 0; i < 10; i++) await service.outbox.announce(service.event({ subjectId: `request ${i}` }));
    service.answer = () => {
      service.now += 9;
      return { status: 200 };
    };
    expect(await service.dispatcher().deliverDue()).toEqual({ ...round, delivered: 3, postponed: 7 });
    await service.drain();
    expect(service.sent).toHaveLength(10);
  });

  test('that are stopped start no attempt, and leave the one that runs to others', async () => {
    const { service } = await registered();
    await service.outbox.announce(service.event());
    await service.outbox.announce(service.event({ subjectId: 'another' }));
    const stop = new AbortController();
    service.answer = () => {
      stop.abort();
      throw stop.signal.reason;
    };
    expect(await service.dispatcher().deliverDue({ signal: stop.signal })).toEqual(round);
    expect(service.sent).toHaveLength(1);
    expect(await service.dispatcher().deliverDue({ signal: stop.signal })).toEqual(round);
    service.answer = () => ({ status: 200 });
    await service.drain();
    expect(service.sent).toHaveLength(3);
  });

  test('that are to stop complete the attempt that runs, and start no other', async () => {
    const { service } = await registered();
    for (const subjectId of ['first', 'second']) await service.outbox.announce(service.event({ subjectId }));
    const stop = new AbortController();
    service.answer = () => {
      stop.abort();
      return { status: 200 };
    };
    expect(await service.dispatcher().deliverDue({ stop: stop.signal })).toEqual({ ...round, delivered: 1 });
    expect(service.sent).toHaveLength(1);
  });

  test('drop what is left of an endpoint that was removed', async () => {
    const { service, id } = await registered();
    service.answer = () => ({ status: 500 });
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    await service.endpoints.remove('landlord', id);
    await service.drain();
    expect(service.sent).toHaveLength(1);
    expect(service.deliveryStore.queue.size).toBe(0);
  });

  test('cannot sign with a key that the service has no more, and can after a rotation', async () => {
    const { service, id } = await registered();
    const newKey = 'n'.repeat(43);
    service.endpointsOn = WebhookFixture.prototype.endpointsOn.bind(service, service.endpointStore, [newKey]);
    await service.outbox.announce(service.event());
    await service.dispatcher().deliverDue();
    expect(await service.outbox.list('landlord', id)).toMatchObject([{ error: 'key_unavailable' }]);
    expect((await service.endpointsOn(service.endpointStore).list('landlord'))[0]).not.toHaveProperty(
      'public_key',
    );
    await service.endpointsOn(service.endpointStore).rotate('landlord', id);
    await service.drain();
    expect(service.sent).toHaveLength(1);
  });
});
