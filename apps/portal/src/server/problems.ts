import { ProblemError } from '@zk-income/client';
import { ProtocolError } from '@zk-income/credential';

/** What can be wrong with a call of `/api`, beside what the services answer. */
const PROBLEMS = {
  session_required: [401, 'Open the link that npm start has printed. It is valid until npm start ends.'],
  header_required: [403, 'Expected the header X-Portal: 1, as the pages of the portal send it.'],
  origin_not_allowed: [403, 'Expected a call of a page of this portal.'],
  host_not_allowed: [421, 'Expected localhost, wallet.localhost or shop.localhost as the host.'],
  json_required: [415, 'Expected a body of the type application/json.'],
  invalid_body: [400, 'The body of the call is not as expected.'],
  not_found: [404, 'There is nothing at this address.'],
  receipt_missing: [409, 'There is no receipt: the request has not been answered.'],
  receipt_invalid: [502, 'The receipt is not signed with a current key of the verifier. Do not rely on it.'],
  body_too_large: [413, 'The body of the call is too large.'],
  too_many_tokens: [
    429,
    'Too many wrong links. Wait a minute, then open the link that npm start has printed.',
  ],
  service_unavailable: [502, 'The service behind the portal does not answer. Is npm start still running?'],
  internal_error: [500, 'The portal failed. Its output has the reason.'],
} as const satisfies Record<string, readonly [number, string]>;

export type PortalProblemCode = keyof typeof PROBLEMS;

/** A refusal of the portal itself. */
export class PortalError extends Error {
  constructor(
    readonly code: PortalProblemCode,
    detail: string = PROBLEMS[code][1],
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(detail);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** A service's problem has its own code and status, so that the page can say what to do. */
function problemOfService(error: ProblemError): ProblemBody {
  const { code, message, errors } = error;
  // The page must not take a refused API key for a session that has ended.
  const status = error.status === 401 || error.status === 403 ? 502 : error.status;
  return { status, code, title: error.problem.title ?? code, detail: message, errors };
}

/** The body of `application/problem+json` for an error. */
export function problemBodyOf(error: unknown): ProblemBody {
  if (error instanceof ProblemError) return problemOfService(error);
  if (error instanceof ProtocolError) {
    const { code, title, detail, errors } = error;
    return { status: 400, code, title, detail, ...(errors !== undefined && { errors }) };
  }
  const own = error instanceof PortalError ? error : new PortalError(codeOf(error));
  return {
    status: own.status,
    code: own.code,
    title: own.code.replaceAll('_', ' '),
    detail: own.message,
    ...(own.errors.length > 0 && { errors: own.errors }),
  };
}

/** Errors of Fastify and of `fetch`. */
function codeOf(error: unknown): PortalProblemCode {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'body_too_large';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'json_required';
  if (statusCode === 400) return 'invalid_body';
  if ((error as Error).message === 'fetch failed') return 'service_unavailable';
  return 'internal_error';
}
