import type { IncomingHttpHeaders } from 'node:http';

/**
 * Replaces `X-Forwarded-For` with the header in which a trusted proxy passes the client address. API Gateway's HTTP APIs
 * do not set `X-Forwarded-For`, and the load balancer behind them adds only the gateway's address to it.
 */
export function replaceForwardedFor(header: string, headers: IncomingHttpHeaders): void {
  const address = headers[header];
  delete headers['x-forwarded-for'];
  if (typeof address === 'string') headers['x-forwarded-for'] = address;
}
