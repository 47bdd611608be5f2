import { strict as assert } from 'node:assert';

const TIMEOUT_MS = 30_000;

/** A response of a service, and how long it took. */
export interface ServiceResponse {
  /** Method and URL, for messages. */
  readonly request: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Whether an earlier call got this response. */
  readonly isReplayed: boolean;
  readonly contentType: string;
  readonly text: string;
  /** Undefined for a response that is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: the checks assert the shape
  readonly json: any;
  readonly milliseconds: number;
}

export interface RequestOptions {
  readonly apiKey?: string;
  readonly body?: object;
}

/** Calls a service. Throws an AssertionError if there is no response. */
export async function call(
  method: 'GET' | 'POST',
  url: string,
  { apiKey, body }: RequestOptions = {},
): Promise<ServiceResponse> {
  const request = `${method} ${url}`;
  const started = performance.now();
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error) => assert.fail(`${request}: no response: ${error.cause?.code ?? error.message}`));
  const text = await response.text();
  const milliseconds = performance.now() - started;
  const contentType = response.headers.get('content-type') ?? '';
  const isJson = /^application\/([a-z]+\+)?json\b/.test(contentType);
  return {
    request,
    status: response.status,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    isReplayed: response.headers.get('idempotency-replayed') === 'true',
    contentType,
    text,
    json: isJson ? JSON.parse(text) : undefined,
    milliseconds,
  };
}

/** The JSON of a response, which must have the given status. */
export function expectStatus({ request, status, json, text }: ServiceResponse, expected: number) {
  if (status !== expected)
    assert.fail(`${request}: expected status ${expected}, got ${status}: ${text.slice(0, 500)}`);
  return json;
}

/** Asserts that a response is a problem (RFC 9457) with this status and code. Returns the code. */
export function expectProblem(response: ServiceResponse, status: number, code: string): string {
  const problem = expectStatus(response, status);
  assert.match(response.contentType, /^application\/problem\+json/, response.request);
  assert.deepEqual(
    [problem.type, problem.status, problem.code],
    [`urn:zk-income:problem:${code}`, status, code],
  );
  return code;
}

/** The code of a verdict. */
export function expectVerdict(response: ServiceResponse): string {
  const { verified, code } = expectStatus(response, 200);
  assert.equal(verified, code === 'verified', response.text);
  return code;
}
