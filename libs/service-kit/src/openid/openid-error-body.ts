import { OpenidError } from '@zk-income/openid';
import { describeCode, type ProblemCode } from '../problems/catalogue.js';
import { type ProblemDetails, problemFor } from '../problems/problem.js';

/** The body of an OAuth error (RFC 6749, section 5.2), as OpenID4VCI and OpenID4VP use it. */
export interface OpenidErrorBody {
  readonly error: string;
  readonly error_description: string;
  /** A code of this project, where there is one. Wallets of others ignore the member. */
  readonly code?: ProblemCode;
}

/** An error of a route under `/openid/`. */
export interface OpenidErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OpenidErrorBody;
}

/** The OAuth error of a status for which the protocols define no other. */
function errorOf(status: number): string {
  if (status === 401) return 'invalid_token';
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}

/** The OAuth error of problem details. */
export const openidErrorOf = ({
  code,
  detail,
}: Pick<ProblemDetails, 'code' | 'detail'>): OpenidErrorBody => ({
  ...new OpenidError(errorOf(describeCode(code).status), detail).toJSON(),
  code,
});

/** The OAuth error of any error. It contains only text that may be shown to the client. */
export function openidErrorFor(error: unknown): OpenidErrorResponse {
  if (error instanceof OpenidError) {
    const { status } = error;
    const challenge = `Bearer error="${error.error}"`;
    return { status, headers: status === 401 ? { 'www-authenticate': challenge } : {}, body: error.toJSON() };
  }
  const problem = problemFor(error);
  return {
    status: describeCode(problem.code).status,
    headers: problem.headers,
    body: openidErrorOf(problem),
  };
}
