import { describe, expect, jest, test } from '@jest/globals';
import { createIssuerClient, createVerifierClient, ProblemError } from './index.js';

const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });
const problem = (status: number, code: string, more = {}) =>
  json(status, { type: `urn:zk-income:problem:${code}`, title: code, status, code, ...more });

function server(...responses: (Response | Error)[]) {
  const seen: { method: string; url: string; headers: Headers; body: string }[] = [];
  const fetch = jest.fn(async (request: Request) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: await request.text() });
    const next = responses.shift();
    if (next === undefined || next instanceof Error) throw next ?? new TypeError('fetch failed');
    return next;
  });
  return { fetch, seen };
}

const status = { params: { path: { id: 'batch' } }, body: { status: 'revoked' as const } };

describe('a call', () => {
  test('returns the data, and sends the API key', async () => {
    const { fetch, seen } = server(json(200, { id: 'r', state: 'open' }));
    const verifier = createVerifierClient({ url: 'https://verifier.example', apiKey: 'key', fetch });
    const found = await verifier.get('/requests/{id}', { params: { path: { id: 'r/1' } } });
    expect(found.state).toBe('open');
    expect(seen[0]).toMatchObject({ method: 'GET', url: 'https://verifier.example/requests/r%2F1' });
    expect(seen[0]!.headers.get('authorization')).toBe('Bearer key');
    expect(seen[0]!.headers.has('idempotency-key')).toBe(false);
  });

  test('returns undefined where the response has no body', async () => {
    const { fetch, seen } = server(new Response(null, { status: 204 }));
    const issuer = createIssuerClient({ url: 'https://issuer.example/base', apiKey: 'key', fetch });
    expect(await issuer.post('/credentials/{id}/status', status)).toBeUndefined();
    expect(seen[0]).toMatchObject({
      url: 'https://issuer.example/base/credentials/batch/status',
      body: '{"status":"revoked"}',
    });
  });

  test('has neither an API key nor an Idempotency-Key without one', async () => {
    const { fetch, seen } = server(json(200, { verified: true }));
    const verifier = createVerifierClient({ url: 'https://verifier.example', fetch });
    await verifier.post('/verify', { body: { request_id: 'r', presentations: {} } });
    expect(seen[0]!.headers.has('authorization')).toBe(false);
    expect(seen[0]!.headers.has('idempotency-key')).toBe(false);
  });
});

describe('a problem', () => {
  test('is thrown with its code, its faults and when to retry', async () => {
    const errors = [{ pointer: '#/status', detail: 'Expected one of valid, suspended, revoked.' }];
    const { fetch } = server(
      json(
        429,
        { code: 'rate_exceeded', title: 'Too many', detail: 'Retry later.', status: 429, errors },
        { 'retry-after': '7' },
      ),
    );
    const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey: 'key', fetch });
    const error = await issuer.post('/credentials/{id}/status', status).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      status: 429,
      code: 'rate_exceeded',
      message: 'Retry later.',
      retryAfter: 7,
      errors,
    });
  });

  test.each(['<html>Bad gateway</html>', '', '[1]', '{"code":7}'])(
    'of a proxy is unexpected_response: %s',
    async (body) => {
      const { fetch } = server(new Response(body, { status: 500 }));
      const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey: 'key', fetch });
      await expect(issuer.post('/credentials/{id}/status', status)).rejects.toMatchObject({
        status: 500,
        code: 'unexpected_response',
      });
    },
  );
});

describe('retries', () => {
  test.each<[string, () => Response | Error]>([
    ['a failed connection', () => new TypeError('fetch failed')],
    ['a service that restarts', () => problem(503, 'service_unavailable')],
    ['a first call that still runs', () => problem(409, 'in_progress')],
  ])('send the same call with the same key after %s', async (_, failure) => {
    const { fetch, seen } = server(failure(), new Response(null, { status: 204 }));
    const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey: 'key', fetch });
    await issuer.post('/credentials/{id}/status', status);
    expect(seen).toHaveLength(2);
    expect(seen[1]!.body).toBe(seen[0]!.body);
    expect(seen[0]!.headers.get('idempotency-key')).toMatch(/^[\w-]{36}$/);
    expect(seen[1]!.headers.get('idempotency-key')).toBe(seen[0]!.headers.get('idempotency-key'));
  });

  test('end, and keep a given key', async () => {
    const { fetch, seen } = server();
    const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey: 'key', fetch, retries: 1 });
    const call = issuer.post('/credentials/{id}/status', {
      ...status,
      headers: { 'idempotency-key': 'mine' },
    });
    await expect(call).rejects.toThrow('fetch failed');
    expect(seen.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['mine', 'mine']);
  });

  test('do not repeat a refusal', async () => {
    const { fetch, seen } = server(problem(409, 'idempotency_key_reused'));
    const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey: 'key', fetch });
    await expect(issuer.post('/credentials/{id}/status', status)).rejects.toMatchObject({ status: 409 });
    expect(seen).toHaveLength(1);
  });

  test('end when the caller aborts', async () => {
    const controller = new AbortController();
    const { fetch, seen } = server(problem(503, 'service_unavailable'), json(200, {}));
    const verifier = createVerifierClient({
      url: 'https://verifier.example',
      apiKey: 'key',
      fetch: async (request) => {
        const response = await fetch(request);
        controller.abort();
        return response;
      },
    });
    const call = verifier.get('/policy-templates', { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(1);
  });
});

/** Type-checked only: what must not compile. */
export async function types() {
  const issuer = createIssuerClient({ url: '' });
  // @ts-expect-error: no such path
  await issuer.get('/nothing');
  // @ts-expect-error: the body is required
  await issuer.post('/offers');
  // @ts-expect-error: no such status
  await issuer.post('/credentials/{id}/status', { ...status, body: { status: 'lost' } });
  const verifier = createVerifierClient({ url: '' });
  await verifier.get('/policy-templates');
  // @ts-expect-error: not a method of this path
  await verifier.delete('/policy-templates');
}
