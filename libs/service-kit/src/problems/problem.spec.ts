import { describe, expect, test } from '@jest/globals';
import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { ERRORS, type ErrorCode, ProtocolError } from '@zk-income/credential';
import { describeCode, HTTP_ERRORS, problemType } from './catalogue.js';
import { problemFor } from './problem.js';
import { describeUnexpected, problemBody } from './problem-filter.js';
import { ServiceError } from './service-error.js';

const fastifyError = (statusCode: number) =>
  Object.assign(new Error('inner text'), { name: 'FastifyError', code: 'FST_X', statusCode });

test('the codes of HTTP errors and of protocol errors are disjoint', () => {
  expect(Object.keys(HTTP_ERRORS).filter((code) => Object.hasOwn(ERRORS, code))).toEqual([]);
});

test.each(Object.keys(ERRORS) as ErrorCode[])('%s has an error status and a title', (code) => {
  const { status, title } = describeCode(code);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(title).toMatch(/\.$/);
});

describe('the problem details of', () => {
  test.each([
    ['a protocol error', new ProtocolError('request_expired'), 'request_expired', 410],
    ['an HTTP error', new ServiceError('in_progress'), 'in_progress', 409],
    ["Fastify's error for a large body", fastifyError(413), 'payload_too_large', 413],
    ["Fastify's error for an unsupported media type", fastifyError(415), 'unsupported_media_type', 415],
    ["Fastify's error for an invalid request", fastifyError(400), 'bad_request', 400],
    ["Fastify's server error", fastifyError(503), 'internal_error', 500],
    ["Nest's NotFoundException", new NotFoundException(), 'not_found', 404],
    ["Nest's PayloadTooLargeException", new PayloadTooLargeException(), 'payload_too_large', 413],
    [
      'an unavailable store',
      Object.assign(new Error('x'), { code: 'store_unavailable' }),
      'unavailable',
      503,
    ],
    ['an unexpected error', new Error('inner text'), 'internal_error', 500],
    ['a thrown string', 'inner text', 'internal_error', 500],
    ['undefined', undefined, 'internal_error', 500],
  ] as const)('%s', (_, error, code, status) => {
    const problem = problemFor(error);
    expect(problem.code).toBe(code);
    expect(describeCode(problem.code).status).toBe(status);
    expect(JSON.stringify(problem)).not.toContain('inner text');
  });

  test('an unavailable service include Retry-After', () => {
    expect(problemFor(new ProtocolError('status_list_full')).headers).toEqual({ 'retry-after': '5' });
  });
});

test('the response body has the members of RFC 9457 and the extensions of this API', () => {
  const problem = problemFor(
    new ServiceError('validation_failed', 'Detail.', { errors: [{ pointer: '#/a', detail: 'Expected.' }] }),
  );
  expect(problemBody(problem, 'id')).toEqual({
    type: problemType('validation_failed'),
    title: HTTP_ERRORS.validation_failed.title,
    status: 400,
    detail: 'Detail.',
    code: 'validation_failed',
    instance: 'urn:uuid:id',
    errors: [{ pointer: '#/a', detail: 'Expected.' }],
  });
});

test('the log entry of an unexpected error contains its stack but not its message', () => {
  const described = describeUnexpected(new TypeError('Erika earns\n5400000'));
  expect(described.name).toBe('TypeError');
  expect(described.stack[0]).toMatch(/^at /);
  expect(JSON.stringify(described)).not.toMatch(/Erika|5400000/);
});
