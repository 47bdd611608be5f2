/**
 * The store cannot be used: it is unreachable or overloaded, a table is missing, or it rejects the credentials. The
 * message names the store and the reason, and contains nothing of any item.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly code = 'store_unavailable';
}

/** Another caller has written an item with this key. */
export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
  readonly code = 'already_exists';
}

const NETWORK_REASONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'DNS lookup failed',
  ETIMEDOUT: 'request timed out',
  TimeoutError: 'request timed out',
};

const SERVICE_REASONS: Record<string, string> = {
  CredentialsProviderError: 'no AWS credentials found',
  UnrecognizedClientException: 'unknown AWS credentials',
  InvalidSignatureException: 'invalid AWS credentials',
  ExpiredTokenException: 'the AWS credentials have expired',
  AccessDeniedException: 'the AWS credentials do not permit this operation',
  ThrottlingException: 'request throttled',
  ProvisionedThroughputExceededException: 'request throttled',
  RequestLimitExceeded: 'request throttled',
  ResourceNotFoundException: 'the table does not exist',
};

interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why AWS is unavailable to this program; undefined for errors that the caller handles, such as a failed condition. */
export function unavailabilityReason(error: SdkError): string | undefined {
  // The SDK wraps some network errors and mentions their code in the message only.
  const code = error.code ?? /\bE[A-Z_]{4,}\b/.exec(error.message)?.[0] ?? '';
  // The SDK gives this error no name of its own.
  if (error.message === 'Region is missing') return 'no AWS region is configured';
  const known = SERVICE_REASONS[error.name] ?? NETWORK_REASONS[code] ?? NETWORK_REASONS[error.name];
  if (known !== undefined) return known;
  const status = error.$metadata?.httpStatusCode ?? 0;
  return status >= 500 ? `HTTP status ${status}` : undefined;
}

/** The `StoreUnavailableError` for an error of the SDK, or the error itself if the store is available. */
export function toStoreError(error: unknown, location: string, operation: string): unknown {
  const reason = unavailabilityReason(error as SdkError);
  if (reason === undefined) return error;
  return new StoreUnavailableError(`The store ${location} is not available: ${reason} (${operation}).`, {
    cause: error,
  });
}
