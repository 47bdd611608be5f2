import { isUtf8 } from 'node:buffer';
import { awsLambdaFastify } from '@fastify/aws-lambda';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { withRequestId } from '../http/request-id.js';
import { openTelemetry } from '../observability/telemetry.js';
import { openidErrorOf } from '../openid/openid-error-body.js';
import { isOpenidPath } from '../openid/openid-path.js';
import { describeCode } from '../problems/catalogue.js';
import { problemFor } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, problemBody } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { createService } from '../service/create-service.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { explainStart, StartError } from '../service/start-error.js';
import { withDeadline } from './deadline.js';
import { type HttpEvent, type HttpResult, type InvocationContext, isHttpEvent } from './http-event.js';

export type HttpHandler = (event: unknown, context: InvocationContext) => Promise<HttpResult>;

const TIMED_OUT = 'The request timed out. It may still complete: retry with the same Idempotency-Key.';

/**
 * Creates the handler of a Lambda function behind an HTTP API: the same application as in `runService`, created once per
 * instance, without a port.
 *
 * @throws StartError with an explanation, which the runtime reports
 */
export async function createHttpHandler<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
): Promise<HttpHandler> {
  let config: Config | undefined;
  try {
    // The event contains the client address; a header could be forged.
    config = Object.assign(loadConfig(definition.config), { CLIENT_ADDRESS_HEADER: undefined });
    const telemetry = await openTelemetry(definition.name, config);
    const app = await createService(definition, config);
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    await fastify.ready();
    return wrapFastify(fastify, () => telemetry.flush());
  } catch (error) {
    throw new StartError(explainStart(definition.name, error, config));
  }
}

function wrapFastify(fastify: FastifyInstance, flushTelemetry: () => Promise<void>): HttpHandler {
  const logger = new Logger('Problem');
  const handle = awsLambdaFastify<HttpEvent>(fastify, {
    decorateRequest: false,
    // Bytes that are not UTF-8 do not fit into a JSON string. A list of media types would have gaps, so check the bytes.
    enforceBase64: ({ rawPayload }) => !isUtf8(rawPayload),
  });
  return async (event, context) => {
    if (!isHttpEvent(event)) {
      throw new TypeError('Expected an event of an HTTP API in payload format 2.0.');
    }
    const { awsRequestId } = context;
    if (!isNormalizedPath(event.rawPath))
      return errorResult(new ServiceError('not_found'), event, awsRequestId);
    const result = await withDeadline(
      context,
      () => withRequestId(awsRequestId, () => handle(event, context as never) as Promise<HttpResult>),
      () => {
        logger.error({ requestId: awsRequestId, error: 'The request timed out.' });
        const timedOut = new ServiceError('unavailable', TIMED_OUT, { headers: { 'retry-after': '5' } });
        return errorResult(timedOut, event, awsRequestId);
      },
    );
    await withDeadline(context, flushTelemetry, () => undefined);
    return withoutConnection(result);
  };
}

/**
 * Whether URL resolution leaves a path unchanged. Unlike an HTTP server, the adapter resolves paths: `/a/../b` would
 * reach `/b` and bypass the gateway's throttling of that route, and `/\` would fail the invocation.
 */
const isNormalizedPath = (path: string): boolean =>
  URL.canParse(path, 'http://localhost') && new URL(path, 'http://localhost').pathname === path;

/** Problem details as a result, or an OAuth error on paths for wallets, for errors outside the application. */
function errorResult(error: ServiceError, { rawPath }: HttpEvent, requestId: string): HttpResult {
  const problem = problemFor(error);
  const isOpenid = isOpenidPath(rawPath);
  return {
    statusCode: describeCode(problem.code).status,
    headers: {
      ...problem.headers,
      'content-type': isOpenid ? 'application/json' : PROBLEM_MEDIA_TYPE,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    },
    body: JSON.stringify(isOpenid ? openidErrorOf(problem) : problemBody(problem, requestId)),
    isBase64Encoded: false,
  };
}

/** Removes the connection headers, because the function has no connection to the client. */
function withoutConnection({ headers, ...result }: HttpResult): HttpResult {
  const { connection: _, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...rest } = headers;
  return { ...result, headers: rest };
}
