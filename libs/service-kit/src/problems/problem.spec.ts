import { describe, expect, test } from '@jest/globals';
import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { ERRORS, type ErrorCode, ProtocolError } from '@zk-income/credential';
import { describeCode, HTTP_ERRORS, problemType } from './catalogue.js';
import { problemFor } from './problem.js';
import { describeUnexpected, problemBody } from './problem-filter.js';
import { ServiceError } from './service-error.js';

const fastifyError = (statusCode: number) =>
  Object.assign(new Error('inner text'), { name: 'FastifyError', code: 'FST_X', statusCode });

test('no code of HTTP is a code of the protocol too', () => {
  expect(Object.keys(HTTP_ERRORS).filter((code) => Object.hasOwn(ERRORS, code))).toEqual([]);
});

test.each(Object.keys(ERRORS) as ErrorCode[])('%s has a status that is an error, and a title', (code) => {
  const { status, title } = describeCode(code);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(title).toMatch(/\.$/);
});

describe('what goes out for', () => {
  test.each([
    ['an error of the protocol', new ProtocolError('request_expired'), 'request_expired', 410],
    ['an error of HTTP', new ServiceError('in_progress'), 'in_progress', 409],
    ['a body that Fastify finds too large', fastifyError(413), 'payload_too_large', 413],
    ['a media type that Fastify does not read', fastifyError(415), 'unsupported_media_type', 415],
    ['another refusal of Fastify', fastifyError(400), 'bad_request', 400],
    ['a failure of Fastify', fastifyError(503), 'internal_error', 500],
    ['an exception of Nest', new NotFoundException(), 'not_found', 404],
    ['another exception of Nest', new PayloadTooLargeException(), 'payload_too_large', 413],
    [
      'a store that is gone',
      Object.assign(new Error('x'), { code: 'store_unavailable' }),
      'unavailable',
      503,
    ],
    ['anything else', new Error('inner text'), 'internal_error', 500],
    ['what is no error at all', 'inner text', 'internal_error', 500],
    ['nothing', undefined, 'internal_error', 500],
  ] as const)('%s', (_, error, code, status) => {
    const answer = problemFor(error);
    expect(answer.code).toBe(code);
    expect(describeCode(answer.code).status).toBe(status);
    expect(JSON.stringify(answer)).not.toContain('inner text');
  });

  test('unavailable says when to try again', () => {
    expect(problemFor(new ProtocolError('status_list_full')).headers).toEqual({ 'retry-after': '5' });
  });
});

test('the body is that of RFC 9457, with our members', () => {
  const answer = problemFor(
    new ServiceError('validation_failed', 'Detail.', { errors: [{ pointer: '#/a', detail: 'Expected.' }] }),
  );
  expect(problemBody(answer, 'id')).toEqual({
    type: problemType('validation_failed'),
    title: HTTP_ERRORS.validation_failed.title,
    status: 400,
    detail: 'Detail.',
    code: 'validation_failed',
    instance: 'urn:uuid:id',
    errors: [{ pointer: '#/a', detail: 'Expected.' }],
  });
});

test('of an unexpected error the log gets where it came from, and not its text', () => {
  const described = describeUnexpected(new TypeError('Erika earns\n5400000'));
  expect(described.name).toBe('TypeError');
  expect(described.stack[0]).toMatch(/^at /);
  expect(JSON.stringify(described)).not.toMatch(/Erika|5400000/);
});
