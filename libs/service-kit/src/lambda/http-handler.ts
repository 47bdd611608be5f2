import { isUtf8 } from 'node:buffer';
import { awsLambdaFastify } from '@fastify/aws-lambda';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { withRequestId } from '../http/request-id.js';
import { openSignals } from '../observability/signals.js';
import { describeCode } from '../problems/catalogue.js';
import { answerFor } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, problemBody } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { createService, type ServiceDefinition } from '../service/create-service.js';
import { explainStart, StartError } from '../service/start-error.js';
import { unlessLate } from './deadline.js';
import { type HttpEvent, type HttpResult, type InvocationContext, isHttpEvent } from './http-event.js';

export type HttpHandler = (event: unknown, context: InvocationContext) => Promise<HttpResult>;

const LATE =
  'The answer was not there in time. What was asked may be done all the same: ask again, with the same Idempotency-Key.';

/**
 * A service as the handler of a Lambda function behind an HTTP API: the same application as `runService` runs, made
 * once for each instance, without a port of its own.
 *
 * @throws StartError that says what is wrong, for the runtime to report
 */
export async function createHttpHandler<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
): Promise<HttpHandler> {
  let config: Config | undefined;
  try {
    // The event says who sent it; a header that somebody wrote does not.
    config = Object.assign(loadConfig(definition.config), { CLIENT_ADDRESS_HEADER: undefined });
    const signals = await openSignals(definition.name, config);
    const app = await createService(definition, config);
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    await fastify.ready();
    return handlerOf(fastify, () => signals.flush());
  } catch (error) {
    throw new StartError(explainStart(definition.name, error, config));
  }
}

function handlerOf(fastify: FastifyInstance, flushSignals: () => Promise<void>): HttpHandler {
  const logger = new Logger('Problem');
  const answer = awsLambdaFastify<HttpEvent>(fastify, {
    decorateRequest: false,
    // What is no text cannot be in a JSON string as it is. Looked at, because a list of types would have gaps.
    enforceBase64: ({ rawPayload }) => !isUtf8(rawPayload),
  });
  return async (event, context) => {
    if (!isHttpEvent(event)) {
      throw new TypeError('This function answers requests of an HTTP API, in payload format 2.0.');
    }
    const { awsRequestId } = context;
    if (!isPlainPath(event.rawPath)) return answerOf(new ServiceError('not_found'), awsRequestId);
    const result = await unlessLate(
      context,
      () => withRequestId(awsRequestId, () => answer(event, context as never) as Promise<HttpResult>),
      () => {
        logger.error({ requestId: awsRequestId, error: 'The answer was not there in time.' });
        return answerOf(
          new ServiceError('unavailable', LATE, { headers: { 'retry-after': '5' } }),
          awsRequestId,
        );
      },
    );
    await unlessLate(context, flushSignals, () => undefined);
    return withoutConnection(result);
  };
}

/**
 * Whether a path is the one that is routed. The adapter resolves it as a URL, where a server would not: `/a/../b` is
 * `/b` there, past the gateway's throttle of that route, and `/\` is none at all and would fail the invocation.
 */
const isPlainPath = (path: string): boolean =>
  URL.canParse(path, 'http://localhost') && new URL(path, 'http://localhost').pathname === path;

/** A problem as an answer that does not come from the application. */
function answerOf(error: ServiceError, requestId: string): HttpResult {
  const answer = answerFor(error);
  return {
    statusCode: describeCode(answer.code).status,
    headers: {
      ...answer.headers,
      'content-type': PROBLEM_MEDIA_TYPE,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    },
    body: JSON.stringify(problemBody(answer, requestId)),
    isBase64Encoded: false,
  };
}

/** There is no connection here that an answer could be about. */
function withoutConnection({ headers, ...result }: HttpResult): HttpResult {
  const { connection: _, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...rest } = headers;
  return { ...result, headers: rest };
}
