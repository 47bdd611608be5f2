import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createIssuerClient, createVerifierClient } from '@zk-income/client';
import { pageHeaders, type StaticPages, staticPages } from '@zk-income/ui/node';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { landlordRoutes } from './landlord-routes.js';
import { Lists } from './lists.js';
import { payrollRoutes } from './payroll-routes.js';
import { PortalError, problemBodyOf } from './problems.js';
import { Session } from './session.js';
import type { PortalSettings } from './settings.js';
import { isFromElsewhere, type Site, siteOf } from './sites.js';

const API = '/api/';
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Pages of a site by host name; the folder of a site may be absent, as that of the example shop. */
function loadSites({ pages, wallet }: PortalSettings): Partial<Record<Site, StaticPages>> {
  const load = (site: Site, options: Parameters<typeof staticPages>[1]) => {
    try {
      return { [site]: staticPages(join(pages, site), options) };
    } catch {
      return {};
    }
  };
  return {
    ...load('portal', {}),
    // Wallets call issuers and verifiers: any https host, and those of this machine.
    ...load('wallet', {
      connect: ['https:', 'http://localhost:*'],
      camera: true,
      documents: { '/config.json': wallet },
    }),
    ...load('shop', { connect: ['http://localhost:*'] }),
  };
}

function assertOwnPage(request: FastifyRequest, session: Session): void {
  if (isFromElsewhere(request)) throw new PortalError('origin_not_allowed');
  // No form and no image can send it, and a script of another origin would need CORS.
  if (request.headers['x-portal'] !== '1') throw new PortalError('header_required');
  if (!session.isUser(request.headers.cookie)) throw new PortalError('session_required');
}

/** The link of `npm start` becomes a cookie, and disappears from the address bar. */
function startSession(request: FastifyRequest, reply: FastifyReply, token: string, session: Session) {
  if (isFromElsewhere(request)) throw new PortalError('origin_not_allowed');
  const cookie = session.start(token);
  if (cookie === 'wait') {
    reply.header('retry-after', '60');
    throw new PortalError('too_many_tokens');
  }
  if (cookie === undefined) throw new PortalError('session_required');
  return reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect('/', 303);
}

/** The backend for the pages of landlord and payroll, and the files of all pages. */
export async function createPortalServer(settings: PortalSettings): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, requestTimeout: 30_000 });
  const sites = loadSites(settings);
  const port = () => (app.server.address() as AddressInfo | null)?.port ?? settings.port;
  const session = new Session(settings.startToken, port);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders());
    const site = siteOf(request, port());
    if (!request.url.startsWith(API)) return;
    if (site !== 'portal') throw new PortalError('not_found');
    reply.header('cache-control', 'no-store');
    assertOwnPage(request, session);
  });

  app.setErrorHandler((error, _request, reply) => {
    const body = problemBodyOf(error);
    if (body.code === 'internal_error') process.stderr.write(`portal: ${(error as Error).stack}\n`);
    return reply.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  });

  app.setNotFoundHandler((request, reply) => {
    const site = siteOf(request, port());
    const { start } = request.query as { start?: unknown };
    if (site === 'portal' && request.method === 'GET' && typeof start === 'string')
      return startSession(request, reply, start, session);
    const { method, url: path, headers } = request;
    const page = path.startsWith(API) ? undefined : sites[site]?.find({ method, path, headers });
    if (page === undefined) throw new PortalError('not_found');
    return reply.status(page.status).headers(page.headers).send(page.body);
  });

  const lists = new Lists(settings.listsFile);
  await app.register(
    async (api) => {
      landlordRoutes(api, {
        verifier: createVerifierClient(settings.verifier),
        lists,
        access: settings.verifier,
      });
      payrollRoutes(api, { issuer: createIssuerClient(settings.issuer), lists, access: settings.issuer });
    },
    { prefix: '/api' },
  );
  return app;
}
