import type { HeaderObject, OperationObject } from '@nestjs/swagger';

/** The headers that several operations send, for `components.headers`. */
export const RESPONSE_HEADERS: Readonly<Record<string, HeaderObject>> = {
  'X-Request-Id': {
    schema: { type: 'string', format: 'uuid' },
    description: 'Identifies the request in the logs',
  },
  'RateLimit-Policy': {
    schema: { type: 'string' },
    description:
      'The limits of the plan (draft-ietf-httpapi-ratelimit-headers): `q` requests per `w` seconds. `rate` gives the size of a burst and the time in which it refills, `month` the quota of the calendar month (UTC).',
    example: '"rate";q=100;w=10, "month";q=100000;w=2592000',
  },
  RateLimit: {
    schema: { type: 'string' },
    description: 'The remaining budget: `r` requests now, and more in `t` seconds',
    example: '"rate";r=99;t=1, "month";r=99999;t=554400',
  },
  'Retry-After': {
    schema: { type: 'integer', minimum: 0 },
    description: 'Seconds to wait before a retry. Absent for some codes.',
  },
  'WWW-Authenticate': {
    schema: { type: 'string' },
    description: 'The challenge (RFC 6750)',
    example: 'Bearer realm="zk-income"',
  },
  'Idempotency-Replayed': {
    schema: { type: 'string', enum: ['true'] },
    description: 'Present if this is the response to an earlier request with the same `Idempotency-Key`',
  },
};

const isSuccess = (status: string) => /^2/.test(status);

/** The names of the headers that a response of this operation may have. */
function headerNames({ security, parameters = [] }: OperationObject, status: string): string[] {
  const needsKey = (security ?? []).length > 0;
  const isIdempotent = parameters.some((one) => 'name' in one && one.name === 'Idempotency-Key');
  return [
    'X-Request-Id',
    // The rate limit is applied once the client is known.
    ...(needsKey && status !== '401' ? ['RateLimit-Policy', 'RateLimit'] : []),
    ...(needsKey && ['401', '403'].includes(status) ? ['WWW-Authenticate'] : []),
    ...(['429', '503'].includes(status) || (isIdempotent && status === '409') ? ['Retry-After'] : []),
    ...(isIdempotent && isSuccess(status) ? ['Idempotency-Replayed'] : []),
  ];
}

/** Adds the headers that follow from what an operation requires to all of its responses. */
export function addResponseHeaders(operation: OperationObject): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response) continue;
    const references = headerNames(operation, status).map((name) => [
      name,
      { $ref: `#/components/headers/${name}` },
    ]);
    response.headers = { ...Object.fromEntries(references), ...response.headers };
  }
}
