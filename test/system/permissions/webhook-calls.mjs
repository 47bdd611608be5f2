// What a service does for a webhook: it registers one, delivers an event, delivers it again, and removes the webhook.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { until } from '../harness/network.mjs';
import { onTeardown } from '../harness/teardown.mjs';

/** Starts a receiver on this machine. Returns its URL and the events that it got, by `webhook-id`. */
async function startReceiver() {
  const received = [];
  const server = createServer((request, response) => {
    received.push(request.headers['webhook-id']);
    request.resume().on('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}/`, received };
}

/** @param trigger causes one event of the client with this key */
export async function callWebhooks(serviceUrl, key, trigger) {
  const { url, received } = await startReceiver();
  const send = async (method, path, status, body) =>
    expectStatus(await call(method, `${serviceUrl}/webhooks${path}`, { key, body }), status);
  const { id } = await send('POST', '', 201, { url });
  await trigger();
  await until('an event was delivered', async () => received.length > 0, 100);
  const listed = async () => (await send('GET', `/${id}/deliveries`, 200)).deliveries;
  await until('its delivery is listed', async () => (await listed()).length > 0, 100);
  const [delivery] = await listed();
  assert.equal(received[0], delivery.id);
  await send('POST', `/${id}/deliveries/${delivery.id}/resend`, 204);
  await until('it was delivered again', async () => received.length > 1, 100);
  assert.deepEqual(received, [delivery.id, delivery.id]);
  await send('POST', `/${id}/rotate`, 200);
  await send('DELETE', `/${id}`, 204);
}
