import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { DeliveryRound } from '@zk-income/webhooks';
import { WebhookTimer } from './webhook-timer.js';

const nothing: DeliveryRound = {
  delivered: 0,
  retrying: 0,
  failed: 0,
  stopped: 0,
  dropped: 0,
  postponed: 0,
  hasMore: false,
};

type Signals = { readonly stop?: AbortSignal; readonly signal?: AbortSignal };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A timer whose rounds the test ends, and whose outbox it wakes. */
function timer(intervalMs = 1_000) {
  const rounds: { signals: Signals; end: (round?: DeliveryRound) => void; fail: () => void }[] = [];
  const outbox: { wake: () => void } = { wake: () => undefined };
  const webhooks = new WebhookTimer(
    {
      deliverDue: (signals = {}) =>
        new Promise((resolve, reject) => {
          rounds.push({
            signals,
            end: (round = nothing) => resolve(round),
            fail: () => reject(new Error('The store is not available.')),
          });
        }),
    },
    {
      onDue: (listener) => {
        outbox.wake = listener;
        return () => {
          outbox.wake = () => undefined;
        };
      },
    },
    { intervalMs },
  );
  return { webhooks, rounds, wake: () => outbox.wake() };
}

describe('the timer of webhooks', () => {
  test('runs a round at the start and at each interval, also after one that failed', async () => {
    const { webhooks, rounds } = timer();
    webhooks.start();
    expect(rounds).toHaveLength(1);
    rounds[0]!.fail();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(rounds).toHaveLength(2);
    rounds[1]!.end();
    await webhooks.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toHaveLength(2);
  });

  test('runs a round for events of its process, together', async () => {
    const { webhooks, rounds, wake } = timer(60_000);
    webhooks.start();
    rounds[0]!.end();
    for (let i = 0; i < 5; i++) wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(rounds).toHaveLength(2);
    rounds[1]!.end();
    await webhooks.stop();
    wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(rounds).toHaveLength(2);
  });

  test('goes on at once while much is due, and not if nothing can be delivered', async () => {
    const { webhooks, rounds } = timer();
    webhooks.start();
    rounds[0]!.end({ ...nothing, delivered: 400, hasMore: true });
    await jest.advanceTimersByTimeAsync(0);
    expect(rounds).toHaveLength(2);
    rounds[1]!.end({ ...nothing, retrying: 400, hasMore: true });
    await jest.advanceTimersByTimeAsync(0);
    expect(rounds).toHaveLength(2);
    await webhooks.stop();
  });

  test('runs at most four rounds at once', async () => {
    const { webhooks, rounds } = timer();
    webhooks.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toHaveLength(4);
    for (const { end } of rounds) end();
    await webhooks.stop();
  });

  test('stops when the attempts that run are complete, or aborts them', async () => {
    const { webhooks, rounds } = timer();
    webhooks.start();
    let isStopped = false;
    const stopped = webhooks.stop().then(() => {
      isStopped = true;
    });
    const { stop, signal } = rounds[0]!.signals;
    expect([stop?.aborted, signal?.aborted]).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([signal?.aborted, isStopped]).toEqual([false, false]);
    await jest.advanceTimersByTimeAsync(1);
    expect(signal?.aborted).toBe(true);
    rounds[0]!.end();
    await stopped;
  });

  test('that never started stops', async () => {
    await timer().webhooks.stop();
  });
});
