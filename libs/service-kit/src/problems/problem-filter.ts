import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from '../http/route-table.js';
import { describeCode, problemType } from './catalogue.js';
import { type Answer, answerFor, isStoreUnavailable } from './problem.js';
import { ServiceError } from './service-error.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const logger = new Logger('Problem');

/** The body of a problem (RFC 9457). */
export function problemBody({ code, detail, errors, violatedPolicies }: Answer, requestId: string): object {
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

/**
 * What can be logged of an unexpected error. Its message is not: it may repeat what somebody sent. The frames of
 * the stack say where it came from.
 */
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

/** Answers with a problem; says of an error that is ours only where to look for it in the log. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerFor(error);
  const { status } = describeCode(answer.code);
  if (status >= 500) logFailure(error, request.id);
  if (reply.sent) return;
  reply
    .status(status)
    .headers({ ...answer.headers, 'cache-control': 'no-store', 'x-request-id': request.id })
    .type(PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(problemBody(answer, request.id)));
}

function logFailure(error: unknown, requestId: string): void {
  const found = isStoreUnavailable(error) ? (error as Error).message : describeUnexpected(error);
  logger.error({ requestId, error: found });
}

/** Turns every error into `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendProblem(request.is404 ? this.notRouted(request.url) : error, request, http.getResponse());
  }

  /** No route: perhaps there is one for another method. */
  private notRouted(url: string): ServiceError {
    const methods = this.routes.methodsFor(url);
    if (methods.length === 0) return new ServiceError('not_found');
    const allow = methods.join(', ');
    return new ServiceError('method_not_allowed', `Use ${allow}.`, { headers: { allow } });
  }
}
