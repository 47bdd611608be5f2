// HTTP calls of the services' clients, for the demo and the system tests.
import assert from 'node:assert/strict';

const TIMEOUT_MS = 30_000;

/** Calls a service. Returns status, headers of interest, body, size and duration, whatever the status is. */
export async function call(method, url, { key, body } = {}) {
  const called = `${method} ${url}`;
  const started = performance.now();
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error) => assert.fail(`${called}: no response: ${error.cause?.code ?? error.message}`));
  const text = await response.text();
  const ms = performance.now() - started;
  const type = response.headers.get('content-type') ?? '';
  const json = /^application\/([a-z]+\+)?json\b/.test(type) ? JSON.parse(text) : undefined;
  const isReplayed = response.headers.get('idempotency-replayed') === 'true';
  return { called, status: response.status, isReplayed, type, text, json, ms, bytes: text.length };
}

/** The JSON body of a response that has the expected status. */
export function expectStatus({ called, status, json, text }, expected) {
  if (status !== expected)
    assert.fail(`${called}: expected ${expected}, got ${status}: ${text.slice(0, 500)}`);
  return json;
}
