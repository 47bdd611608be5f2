import { ERRORS, type ErrorCode, type ErrorKind } from '@zk-income/credential';

const entry = (status: number, title: string) => ({ status, title });

/** HTTP errors, as opposed to errors of the protocol. Codes are stable; titles may change. */
export const HTTP_ERRORS = {
  bad_request: entry(400, 'The HTTP request is invalid.'),
  invalid_json: entry(400, 'The body is not valid I-JSON.'),
  validation_failed: entry(400, 'The input does not have the expected shape.'),
  invalid_idempotency_key: entry(400, 'The Idempotency-Key is malformed.'),
  unauthorized: entry(401, 'A valid API key is required.'),
  insufficient_scope: entry(403, 'The API key lacks the required scope.'),
  not_found: entry(404, 'The resource was not found.'),
  method_not_allowed: entry(405, 'The resource does not support this method.'),
  request_timeout: entry(408, 'The request was not complete in time.'),
  idempotency_key_reused: entry(
    409,
    'The Idempotency-Key was used with another body. Use a new key for each call.',
  ),
  in_progress: entry(409, 'The first request with this Idempotency-Key is still running.'),
  payload_too_large: entry(413, 'The body is too large.'),
  uri_too_long: entry(414, 'The URL is too long.'),
  unsupported_media_type: entry(415, 'The media type of the body is not the expected one.'),
  expectation_failed: entry(417, 'The service does not support the expectation of the Expect header.'),
  rate_limited: entry(429, 'Too many requests from this address.'),
  rate_exceeded: entry(429, 'The client exceeded the rate limit of its plan.'),
  quota_exceeded: entry(429, 'The client exceeded the monthly quota of its plan.'),
  headers_too_large: entry(431, 'The headers are too large.'),
  internal_error: entry(
    500,
    'An internal error occurred. The service logged it under the `instance` of this response.',
  ),
  bad_gateway: entry(502, 'The connection to the service broke before it responded.'),
  unavailable: entry(503, 'The service is unavailable. Retry later.'),
  gateway_timeout: entry(504, 'The service did not respond in time.'),
  http_version_not_supported: entry(505, 'The service supports HTTP/1.1 and HTTP/1.0.'),
} as const;

/** Details that are the same in every response; the OpenAPI document shows them too. */
export const DETAILS = {
  unauthorized: 'Expected the header Authorization: Bearer with a valid API key.',
  invalid_idempotency_key: 'Expected an Idempotency-Key of 1 to 255 visible ASCII characters.',
} as const satisfies Partial<Record<keyof typeof HTTP_ERRORS, string>>;

export type HttpErrorCode = keyof typeof HTTP_ERRORS;
export type ProblemCode = HttpErrorCode | ErrorCode;

const KIND_STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unprocessable: 422,
  // A verifier returns these as verdicts; elsewhere they are errors in the client's input.
  refused: 422,
  too_many: 429,
  unavailable: 503,
};

/** The HTTP status and title of a code. */
export function describeCode(code: ProblemCode): { status: number; title: string } {
  if (Object.hasOwn(HTTP_ERRORS, code)) return HTTP_ERRORS[code as HttpErrorCode];
  const { kind, title } = ERRORS[code as ErrorCode];
  return { status: KIND_STATUS[kind], title };
}

/** The stable `type` of a problem (RFC 9457). */
export const problemType = (code: ProblemCode): string => `urn:zk-income:problem:${code}`;
