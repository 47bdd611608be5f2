import type { Server } from 'node:http';
import type { ServiceConfig } from '../config/service-config.js';
import { createHttpServer, rejectRequest } from '../http/http-server.js';
import { registry } from './instruments.js';

/** Serves `/metrics` for Prometheus on a separate port, which does not have to be public. */
export async function startMetricsServer(config: ServiceConfig, port: number): Promise<Server> {
  const server = createHttpServer(async (request, response) => {
    if (request.url !== '/metrics') return rejectRequest(response, 'not_found');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return rejectRequest(response, 'method_not_allowed');
    }
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  }, config);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, config.HOST, resolve);
  });
  // The metrics server must not keep the process alive.
  server.unref();
  return server;
}
