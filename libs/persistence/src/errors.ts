/**
 * The store did not answer, or not as a store that this program may use: unreachable, overloaded, without
 * the tables, or refusing the credentials. The message says which store and what is wrong, and holds nothing
 * of any item.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly code = 'store_unavailable';
}

/** An item with this key is there already, written by somebody else. */
export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
  readonly code = 'already_exists';
}

const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke the connection',
  EPIPE: 'it broke the connection',
  EHOSTUNREACH: 'the host is out of reach',
  ENETUNREACH: 'the network is out of reach',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  TimeoutError: 'it did not answer in time',
};

const REFUSALS: Record<string, string> = {
  CredentialsProviderError: 'there are no AWS credentials',
  UnrecognizedClientException: 'it does not know these credentials',
  InvalidSignatureException: 'it does not accept these credentials',
  ExpiredTokenException: 'the credentials have expired',
  AccessDeniedException: 'these credentials do not allow this operation',
  ThrottlingException: 'it is overloaded',
  ProvisionedThroughputExceededException: 'it is overloaded',
  RequestLimitExceeded: 'it is overloaded',
  ResourceNotFoundException: 'the table does not exist',
};

interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why a call to AWS failed, where that is not for the program to know; undefined for everything else. */
export function reasonOf(error: SdkError): string | undefined {
  // The SDK sometimes wraps an error of the network and keeps its code in the text alone.
  const code = error.code ?? /\bE[A-Z_]{4,}\b/.exec(error.message)?.[0] ?? '';
  const known = REFUSALS[error.name] ?? UNREACHABLE[code] ?? UNREACHABLE[error.name];
  if (known !== undefined) return known;
  const status = error.$metadata?.httpStatusCode ?? 0;
  return status >= 500 ? `it answered ${status}` : undefined;
}

/** Turns what the SDK throws about a store that cannot be used into one error; leaves all else as it is. */
export function asUnavailable(error: unknown, where: string, operation: string): unknown {
  const reason = reasonOf(error as SdkError);
  if (reason === undefined) return error;
  return new StoreUnavailableError(`The store at ${where} is not available: ${reason} (${operation}).`, {
    cause: error,
  });
}
