import { createServer, type Server } from 'node:http';
import { registry } from './instruments.js';

/** Serves `/metrics` for Prometheus on a separate port, which does not have to be public. */
export async function startMetricsServer(host: string, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // The metrics server must not keep the process alive.
  server.unref();
  return server;
}
