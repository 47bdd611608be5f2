import type { IncomingHttpHeaders } from 'node:http';

/**
 * Takes what a trusted proxy wrote into a header of its own for the whole `X-Forwarded-For`: API Gateway's HTTP APIs
 * set no such header, and the load balancer behind them writes only the gateway's address there.
 */
export function forwardedForFrom(header: string, headers: IncomingHttpHeaders): void {
  const address = headers[header];
  delete headers['x-forwarded-for'];
  if (typeof address === 'string') headers['x-forwarded-for'] = address;
}
