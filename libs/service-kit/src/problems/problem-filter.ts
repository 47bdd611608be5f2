import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from '../http/route-table.js';
import { serviceOfPath } from '../http/service-paths.js';
import { rememberErrorCode } from '../logging/answer-code.js';
import { abortedRequests } from '../observability/instruments.js';
import { countProblem } from '../observability/observe.js';
import { openidErrorFor } from '../openid/openid-error-body.js';
import { isOpenidPath } from '../openid/openid-path.js';
import { describeCode, problemType } from './catalogue.js';
import { isStoreUnavailable, type ProblemDetails, problemFor } from './problem.js';
import { ServiceError } from './service-error.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const logger = new Logger('Problem');

/** The response body of problem details (RFC 9457). */
export function problemBody(
  { code, detail, errors, violatedPolicies }: ProblemDetails,
  requestId: string,
): object {
  const { status, title } = describeCode(code);
  return {
    type: problemType(code),
    title,
    status,
    detail,
    code,
    instance: `urn:uuid:${requestId}`,
    ...(errors === undefined ? {} : { errors }),
    ...(violatedPolicies === undefined ? {} : { 'violated-policies': violatedPolicies }),
  };
}

/** The loggable part of an unexpected error: name, code and stack frames. The message may repeat input and is left out. */
export function describeUnexpected(error: unknown): { name: string; code?: unknown; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    stack: frames.map((line) => line.trim()),
  };
}

/** An error as it is sent. */
interface ErrorResponse {
  readonly status: number;
  /** For the metrics and the log. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType: string;
  readonly body: object;
}

function problemResponse(error: unknown, requestId: string): ErrorResponse {
  const problem = problemFor(error);
  const { code, headers } = problem;
  const body = problemBody(problem, requestId);
  return { status: describeCode(code).status, code, headers, mediaType: PROBLEM_MEDIA_TYPE, body };
}

function openidResponse(error: unknown, url: string): ErrorResponse {
  const { status, headers, body } = openidErrorFor(error, url.split('?', 1)[0]);
  return { status, code: body.code ?? body.error, headers, mediaType: 'application/json', body };
}

/**
 * Sends problem details, or an OAuth error on paths for wallets. For a server error they contain no details; it is logged
 * under the id of the request.
 */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const response = isOpenidPath(request.url)
    ? openidResponse(error, request.url)
    : problemResponse(error, request.id);
  const { status, code, headers, mediaType, body } = response;
  if (request.raw.destroyed && !request.raw.complete) {
    abortedRequests.inc();
    logger.warn({
      requestId: request.id,
      error: 'The client closed the connection before the body was complete.',
    });
  } else {
    countProblem(code);
    if (status >= 500) logError(error, code, request.id);
  }
  if (reply.sent) return;
  rememberErrorCode(request, code);
  reply
    .status(status)
    .headers({ ...headers, 'cache-control': 'no-store', 'x-request-id': request.id })
    .type(mediaType)
    .send(JSON.stringify(body));
}

/** A service that is overloaded or shutting down rejects by design: clients must not be able to fill the log with stacks. */
function logError(error: unknown, code: string, requestId: string): void {
  if (isStoreUnavailable(error)) logger.error({ requestId, error: (error as Error).message });
  else if (code === 'internal_error') logger.error({ requestId, error: describeUnexpected(error) });
  else logger.warn({ requestId, error: code });
}

/** Turns every error into `application/problem+json`, or into an OAuth error on paths for wallets. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendProblem(request.is404 ? this.notRouted(request.url) : error, request, http.getResponse());
  }

  /** 405 if the path exists with other methods, otherwise 404. */
  private notRouted(url: string): ServiceError {
    const { routes } = this.host.httpAdapter as unknown as { readonly routes: RouteTable };
    const methods = routes.methodsFor(url);
    if (methods.length === 0) {
      const service = serviceOfPath(url);
      return new ServiceError(
        'not_found',
        service && `This is a path of the ${service}, which has another URL.`,
      );
    }
    const allow = methods.join(', ');
    return new ServiceError('method_not_allowed', `Allowed methods: ${allow}.`, { headers: { allow } });
  }
}
