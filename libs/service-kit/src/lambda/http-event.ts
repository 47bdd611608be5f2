/**
 * One request as API Gateway's HTTP APIs hand it to a function: payload format 2.0. Only what is looked at here;
 * all of it goes on.
 */
export interface HttpEvent {
  readonly version: '2.0';
  readonly rawPath: string;
  readonly requestContext: {
    readonly http: {
      readonly method: string;
      /** Who sent it, as API Gateway saw it: no header can say otherwise. */
      readonly sourceIp: string;
    };
  };
}

/** What API Gateway makes an HTTP answer of. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What the runtime says about an invocation. */
export interface InvocationContext {
  /** A UUID, which Lambda's own log lines have too. */
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
