import { beforeEach, describe, expect, test } from '@jest/globals';
import { deliveryPrefix, WebhookKeys } from '@zk-income/webhooks';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from '@zk-income/webhooks/testing';
import { runLine } from '../testing/run-line.js';

const NOW = Date.UTC(2026, 10, 25, 12);
const SECONDS = NOW / 1000;
const OF_LANDLORD = '--service verifier --client landlord';
let endpoints: MemoryWebhookEndpointStore;
let deliveries: MemoryWebhookDeliveryStore;
let keys: WebhookKeys | undefined;

beforeEach(() => {
  endpoints = new MemoryWebhookEndpointStore();
  deliveries = new MemoryWebhookDeliveryStore();
  keys = new WebhookKeys(['k'.repeat(43)]);
});

const run = (line: string) =>
  runLine(`webhooks ${line}`, {
    clock: { now: () => NOW },
    openWebhookStores: async () => ({
      endpoints,
      deliveries,
      keys,
      allowLoopback: false,
      close: () => undefined,
    }),
  });

/** Runs a command line that succeeds. */
async function print(line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(line);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout.trimEnd();
}

const register = async () =>
  JSON.parse(await print(`register https://portal.example/webhooks ${OF_LANDLORD} --json`)).webhook;

describe('zk-income webhooks', () => {
  test('registers a webhook, whose secret is printed once, and lists it', async () => {
    expect(await print(`list ${OF_LANDLORD}`)).toBe('Client landlord has no webhook.');
    const lines = (
      await print(`register https://portal.example/webhooks --event request.verified ${OF_LANDLORD}`)
    ).split('\n');
    expect(lines[0]).toMatch(
      /^Registered webhook \S{22} of client landlord: https:\/\/portal\.example\/webhooks$/,
    );
    expect(lines[2]).toMatch(/^whsec_/);
    expect(lines[4]).toMatch(/^whpk_/);
    const listed = await print(`list ${OF_LANDLORD}`);
    expect(listed).toMatch(
      /^\S{22} {2}active {2}https:\/\/portal\.example\/webhooks {2}request\.verified {2}since 2026-11-25T12:00:00\.000Z$/,
    );
    expect(listed).not.toContain(lines[2]);
    expect(JSON.parse(await print('list --service verifier --client bank --json'))).toEqual({
      client: 'bank',
      webhooks: [],
    });
  });

  test('lists deliveries, and queues one again', async () => {
    const { id } = await register();
    const delivery = `${deliveryPrefix(SECONDS)}abc`;
    await deliveries.record({
      id: delivery,
      ownerId: 'landlord',
      endpointId: id,
      type: 'request.verified',
      subjectId: 'request',
      sequence: 2,
      at: SECONDS,
      state: 'retrying',
      attempts: 1,
      lastAttemptAt: SECONDS,
      nextAttemptAt: SECONDS + 5,
      status: 500,
      retainUntil: SECONDS + 1000,
    });
    expect((await print(`list --deliveries ${OF_LANDLORD}`)).split('\n')[1]).toBe(
      `  ${delivery}  request.verified request  retrying after 1 attempt, status 500, next attempt 2026-11-25T12:00:05.000Z`,
    );
    expect(await print(`resend ${id} ${delivery} ${OF_LANDLORD}`)).toBe(
      `The service will send ${delivery} again.`,
    );
    expect([...deliveries.queue.values()]).toMatchObject([{ delivery: { id: delivery, isRequested: true } }]);
  });

  test('removes a webhook', async () => {
    const { id } = await register();
    expect(await print(`remove ${id} ${OF_LANDLORD}`)).toContain(`Removed webhook ${id}`);
    expect(await print(`list ${OF_LANDLORD}`)).toBe('Client landlord has no webhook.');
  });

  test.each([
    [`remove unknown ${OF_LANDLORD}`, 'webhook_unknown'],
    [`resend unknown msg_1 ${OF_LANDLORD}`, 'webhook_unknown'],
    [`register http://portal.example/ ${OF_LANDLORD}`, 'expected an https URL'],
    [`register https://portal.example/ --event offer.issued ${OF_LANDLORD}`, 'request.verified'],
  ])('explains why %s is not possible', async (line, reason) => {
    const { stdout, stderr, exitCode } = await run(line);
    expect([stdout, exitCode]).toEqual(['', 1]);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('at ');
  });

  test('needs the keys of the services to register', async () => {
    keys = undefined;
    const { stderr } = await run(`register https://portal.example/ ${OF_LANDLORD}`);
    expect(stderr).toContain('WEBHOOK_KEYS');
  });

  test.each([
    'list',
    'list --client landlord',
    'list --service prover --client landlord',
    'register x --event y',
  ])('does not run %s', async (line) => {
    expect((await run(line)).exitCode).toBe(2);
  });
});
