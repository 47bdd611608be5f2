// HTTP calls that a client repeats until it has an answer.
import { setTimeout as wait } from 'node:timers/promises';

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 50;
const MAX_TRIES = 100;

/** Calls a service. Status 0: no response. */
export async function send(method, url, { key, body, idempotencyKey } = {}) {
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      isReplayed: response.headers.get('idempotency-replayed') === 'true',
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  } catch {
    return { status: 0 };
  }
}

/** What a client sends again: no response, not available, throttled, or still in progress. */
const isTemporary = ({ status, json }) =>
  status === 0 || status === 429 || status >= 500 || json?.code === 'in_progress';

/** Repeats a call until it has a lasting answer. Returns it with the time that this took. */
export async function persist(call) {
  const started = performance.now();
  for (let tries = 1; ; tries++) {
    const response = await call();
    if (!isTemporary(response)) return { ...response, tries, ms: performance.now() - started };
    if (tries === MAX_TRIES) throw new Error(`stuck: ${response.status} ${response.text ?? ''}`);
    await wait(PAUSE_MS);
  }
}
