import type { InputFault } from '@zk-income/credential';
import { HTTP_ERRORS, type HttpErrorCode } from './catalogue.js';

interface ServiceErrorOptions extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly InputFault[];
  /** The quota policies that the request violates. */
  readonly violatedPolicies?: readonly string[];
}

/** An HTTP error, as opposed to an error of the protocol, with a code of the catalogue. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly InputFault[] | undefined;
  readonly violatedPolicies: readonly string[] | undefined;

  constructor(
    readonly code: HttpErrorCode,
    /** What was expected, without secrets or personal data. */
    readonly detail: string = HTTP_ERRORS[code].title,
    { headers = {}, errors, violatedPolicies, ...options }: ServiceErrorOptions = {},
  ) {
    super(`${code}: ${detail}`, options);
    this.headers = headers;
    this.errors = errors;
    this.violatedPolicies = violatedPolicies;
  }
}
