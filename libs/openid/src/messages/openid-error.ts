/** The HTTP status of the errors of OAuth 2.0 and OpenID that are not 400. */
const STATUSES: Readonly<Record<string, OpenidStatus>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  temporarily_unavailable: 503,
};

export type OpenidStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 503;

/** The characters of RFC 6749, section 5.2: printable ASCII without `"` and `\`. */
const OTHER_CHARACTERS = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

interface OpenidErrorOptions extends ErrorOptions {
  /** The HTTP status of the response. The default is that of the standard for the code. */
  readonly status?: OpenidStatus;
}

/**
 * What is wrong with a message, as the standards report it: an error code, and a sentence for developers without any
 * secret or personal value.
 */
export class OpenidError extends Error {
  override readonly name = 'OpenidError';
  /** ASCII without `"` and `\`. Other characters of the given description are replaced. */
  readonly description: string;
  readonly status: OpenidStatus;

  constructor(
    /** The code of RFC 6749, OpenID4VCI or OpenID4VP, such as `invalid_grant`. */
    readonly error: string,
    description: string,
    { status = STATUSES[error] ?? 400, ...options }: OpenidErrorOptions = {},
  ) {
    super(`${error}: ${description}`, options);
    this.description = description.replaceAll('"', "'").replaceAll(OTHER_CHARACTERS, '?');
    this.status = status;
  }

  /** The body of the response. */
  toJSON(): { readonly error: string; readonly error_description: string } {
    return { error: this.error, error_description: this.description };
  }
}

/** @throws OpenidError with this code and description, unless the condition holds */
export function requireThat(condition: boolean, error: string, description: string): asserts condition {
  if (!condition) throw new OpenidError(error, description);
}
