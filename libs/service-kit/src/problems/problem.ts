import { HttpException } from '@nestjs/common';
import { type InputFault, ProtocolError } from '@zk-income/credential';
import { describeCode, type HttpErrorCode, type ProblemCode } from './catalogue.js';
import { ServiceError } from './service-error.js';

/** The problem details (RFC 9457) of an error. */
export interface ProblemDetails {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors?: readonly InputFault[] | undefined;
  readonly violatedPolicies?: readonly string[] | undefined;
}

const RETRY_AFTER_SECONDS = '5';
export const CHALLENGE = { 'www-authenticate': 'Bearer realm="zk-income"' };

const CODE_OF_STATUS: Readonly<Record<number, HttpErrorCode>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

const problem = (code: ProblemCode, headers = {}): ProblemDetails => ({
  code,
  detail: describeCode(code).title,
  headers,
});

/** The status of an error of Fastify or Nest; undefined for any other error. */
function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { name, statusCode } = error as { name?: unknown; statusCode?: unknown };
  return name === 'FastifyError' && typeof statusCode === 'number' ? statusCode : undefined;
}

/** Recognized by its code, because this lib does not import the store's error class. */
export const isStoreUnavailable = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === 'store_unavailable';

/** The problem details of any error. They contain only text that may be shown to the client. */
export function problemFor(error: unknown): ProblemDetails {
  if (error instanceof ServiceError) {
    const { code, detail, headers, errors, violatedPolicies } = error;
    return { code, detail, headers, errors, violatedPolicies };
  }
  if (error instanceof ProtocolError) {
    const { code, detail, kind, errors, retryAfterSeconds } = error;
    if (kind === 'unauthorized') return { code, detail, headers: CHALLENGE };
    if (kind === 'unavailable') return { code, detail, headers: { 'retry-after': RETRY_AFTER_SECONDS } };
    const headers: Record<string, string> =
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { code, detail, headers, errors };
  }
  if (isStoreUnavailable(error)) return problem('unavailable', { 'retry-after': RETRY_AFTER_SECONDS });
  const status = error instanceof Error ? frameworkStatus(error) : undefined;
  if (status === undefined || status >= 500) return problem('internal_error');
  return problem(CODE_OF_STATUS[status] ?? 'bad_request');
}
