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

/** The errors of the standards for what has a code of this project too. */
const ERROR_OF_CODE: Partial<Record<ProblemCode, string>> = {
  offer_code_invalid: 'invalid_grant',
  // RFC 8628, section 3.5: the standard for pre-authorized codes has none for it.
  tx_code_throttled: 'slow_down',
  offer_not_collectable: 'credential_request_denied',
  notification_unknown: 'invalid_notification_id',
};

/** What OpenID4VCI calls a malformed request where it forbids `invalid_request` (sections 8.3.1.2 and 11.3). */
const MALFORMED: Readonly<Record<string, string>> = {
  '/openid/credential': 'invalid_credential_request',
  '/openid/notification': 'invalid_notification_request',
};

/** The OAuth error of a code; of its status, where the protocols define no other. */
function errorOf(code: ProblemCode): string {
  const { status } = describeCode(code);
  const error = ERROR_OF_CODE[code];
  if (error !== undefined) return error;
  if (status === 401) return 'invalid_token';
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}

/** The OAuth error of problem details. */
export const openidErrorOf = ({
  code,
  detail,
}: Pick<ProblemDetails, 'code' | 'detail'>): OpenidErrorBody => ({
  ...new OpenidError(errorOf(code), detail).toJSON(),
  code,
});

/**
 * The OAuth error of any error. It contains only text that may be shown to the client.
 *
 * @param path of the route
 */
export function openidErrorFor(error: unknown, path?: string): OpenidErrorResponse {
  if (error instanceof OpenidError) {
    const { status } = error;
    return { status, headers: challengeOf(status, error.error), body: error.toJSON() };
  }
  const problem = problemFor(error);
  const { status } = describeCode(problem.code);
  const body = openidErrorOf(problem);
  const malformed = status === 400 && body.error === 'invalid_request' ? MALFORMED[path ?? ''] : undefined;
  if (malformed !== undefined)
    return { status, headers: problem.headers, body: { ...body, error: malformed } };
  return { status, headers: { ...problem.headers, ...challengeOf(status, body.error) }, body };
}

/** RFC 6750, section 3. */
const challengeOf = (status: number, error: string): Readonly<Record<string, string>> =>
  status === 401 ? { 'www-authenticate': `Bearer error="${error}"` } : {};
