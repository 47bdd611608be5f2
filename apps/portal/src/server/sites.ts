import type { FastifyRequest } from 'fastify';
import { PortalError } from './problems.js';

/** What the server shows, by the host name of the request. */
export type Site = 'portal' | 'wallet' | 'shop';

const SITES: Readonly<Record<string, Site>> = {
  localhost: 'portal',
  '127.0.0.1': 'portal',
  '[::1]': 'portal',
  // Origins of their own: they share neither cookies nor storage with the portal.
  'wallet.localhost': 'wallet',
  'shop.localhost': 'shop',
};

/**
 * The site that a request is for.
 *
 * @throws PortalError `host_not_allowed` for any other host: a name of others that resolves to this machine
 */
export function siteOf(request: FastifyRequest, port: number): Site {
  const [, name = '', ownPort = '80'] =
    /^(\[[0-9a-f:]+\]|[^:]*)(?::(\d+))?$/i.exec(request.headers.host ?? '') ?? [];
  const site = Object.hasOwn(SITES, name.toLowerCase()) ? SITES[name.toLowerCase()] : undefined;
  if (site === undefined || Number(ownPort) !== port) throw new PortalError('host_not_allowed');
  return site;
}

/** Whether a page of another site has made the request, as far as the browser says. */
export function isFromElsewhere(request: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
