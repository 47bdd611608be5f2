import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { requestSeconds } from './instruments.js';

const spans = new WeakMap<FastifyRequest, Span>();

const routeOf = (request: FastifyRequest): string =>
  request.is404 ? 'none' : (request.routeOptions.url ?? 'none');

/** Records the duration of every request, and a span in the client's trace or in a new one. */
export function observeRequests(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request) => {
    const attributes = { 'http.request.method': request.method, 'http.route': routeOf(request) };
    const parent = propagation.extract(context.active(), request.headers);
    const name = `${request.method} ${routeOf(request)}`;
    const span = trace.getTracer('zk-income').startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
    span.setAttribute('zk_income.request_id', request.id);
    spans.set(request, span);
  });
  // Fastify reads the body outside the async context of onRequest, but runs the handler in that of preHandler.
  fastify.addHook('preHandler', (request, _reply, done) => {
    context.with(trace.setSpan(context.active(), spans.get(request)!), done);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const status = String(reply.statusCode);
    requestSeconds.observe(
      { method: request.method, route: routeOf(request), status },
      reply.elapsedTime / 1000,
    );
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
}
