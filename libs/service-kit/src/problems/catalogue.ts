import { ERRORS, type ErrorCode, type ErrorKind } from '@zk-income/credential';

const entry = (status: number, title: string) => ({ status, title });

/** What can go wrong with HTTP itself, before or beside the protocol. Codes are stable; titles are not. */
export const HTTP_ERRORS = {
  bad_request: entry(400, 'The request is not valid HTTP for this service.'),
  invalid_json: entry(400, 'The body is not a JSON text that this service reads.'),
  validation_failed: entry(400, 'The input does not have the expected shape.'),
  invalid_idempotency_key: entry(400, 'The Idempotency-Key is malformed.'),
  unauthorized: entry(401, 'A valid API key is needed.'),
  insufficient_scope: entry(403, 'The API key does not allow this.'),
  not_found: entry(404, 'There is no such resource.'),
  method_not_allowed: entry(405, 'The resource does not support this method.'),
  idempotency_key_reused: entry(409, 'The Idempotency-Key was used with another body.'),
  in_progress: entry(409, 'The first request with this Idempotency-Key is still running.'),
  payload_too_large: entry(413, 'The body is larger than this service reads.'),
  uri_too_long: entry(414, 'The URL is too long.'),
  unsupported_media_type: entry(415, 'The body has to be application/json.'),
  rate_limited: entry(429, 'Too many requests came from this address.'),
  rate_exceeded: entry(429, 'The requests of this client come faster than its plan allows.'),
  quota_exceeded: entry(429, 'This client has made all the requests that its plan allows in a month.'),
  internal_error: entry(500, 'Something went wrong here; it is logged under this instance.'),
  unavailable: entry(503, 'The service cannot work at the moment.'),
} as const;

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
  // A verifier makes a verdict of these; thrown they come from what the caller sent.
  refused: 422,
  too_many: 429,
  unavailable: 503,
};

/** Status and title of every code that a problem can carry. */
export function describeCode(code: ProblemCode): { status: number; title: string } {
  if (Object.hasOwn(HTTP_ERRORS, code)) return HTTP_ERRORS[code as HttpErrorCode];
  const { kind, title } = ERRORS[code as ErrorCode];
  return { status: KIND_STATUS[kind], title };
}

/** The stable `type` of a problem (RFC 9457). */
export const problemType = (code: ProblemCode): string => `urn:zk-income:problem:${code}`;
