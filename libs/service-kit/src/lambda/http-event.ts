/**
 * An HTTP request as an event of API Gateway's HTTP APIs, in payload format 2.0. The type contains only the members that
 * are read here; the complete event is passed on.
 */
export interface HttpEvent {
  readonly version: '2.0';
  readonly rawPath: string;
  readonly requestContext: {
    readonly http: {
      readonly method: string;
      /** The client address that API Gateway observed; headers cannot forge it. */
      readonly sourceIp: string;
    };
  };
}

/** The result from which API Gateway creates the HTTP response. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** The context of an invocation. */
export interface InvocationContext {
  /** A UUID, which also appears in the log lines of the Lambda runtime. */
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export function isHttpEvent(event: unknown): event is HttpEvent {
  const { version, rawPath, requestContext } = (event ?? {}) as Partial<HttpEvent>;
  const { method, sourceIp } = requestContext?.http ?? {};
  return (
    version === '2.0' &&
    typeof rawPath === 'string' &&
    rawPath.startsWith('/') &&
    typeof method === 'string' &&
    typeof sourceIp === 'string'
  );
}
