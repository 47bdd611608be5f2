import type { components as Issuer } from './issuer.generated.js';
import type { components as Verifier } from './verifier.generated.js';

/** A body of `application/problem+json` (RFC 9457). */
export type Problem = Omit<Issuer['schemas']['Problem'], 'code'> & { readonly code: ProblemCode };

/** Codes of the services, and those of responses that are no problem of a service: from a proxy, or cut off. */
export type ProblemCode =
  | Issuer['schemas']['Problem']['code']
  | Verifier['schemas']['Problem']['code']
  | 'unexpected_response';

/** A fault in a request, with a JSON pointer to it. */
export type Fault = NonNullable<Issuer['schemas']['Problem']['errors']>[number];

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';

/** A service's refusal. `code` is stable; `message` is for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  /** What is wrong with the members of the request. */
  readonly errors: readonly Fault[];
  /** When to try again, in seconds. */
  readonly retryAfter?: number;

  constructor(
    /** The HTTP status code. */
    readonly status: number,
    /** The body of the response, as far as it is a problem. */
    readonly problem: Partial<Problem>,
    retryAfter?: number,
  ) {
    super(problem.detail ?? problem.title ?? `The service answered with status ${status}.`);
    this.code = problem.code ?? 'unexpected_response';
    this.errors = problem.errors ?? [];
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  /** The problem in a response that is not successful. */
  static async from(response: Response): Promise<ProblemError> {
    const body = await response.json().catch(() => undefined);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new ProblemError(
      response.status,
      isProblem(body) ? body : {},
      Number.isInteger(seconds) ? seconds : undefined,
    );
  }
}
