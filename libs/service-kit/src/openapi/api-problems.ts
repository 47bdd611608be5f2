import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { describeCode, type ProblemCode, problemType } from '../problems/catalogue.js';
import { ProblemDto } from './problem.dto.js';

const CODES = Symbol('problem codes');

/** The errors of every route with a request body. */
export const BODY_PROBLEMS = [
  'bad_request',
  'invalid_json',
  'validation_failed',
  'payload_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];

const RETRYABLE = [429, 503];

/** Response headers with the plan and the remaining budget of the API client (draft-ietf-httpapi-ratelimit-headers). */
export const RATE_LIMIT_HEADERS = {
  'RateLimit-Policy': {
    schema: { type: 'string' as const },
    description:
      'The limits of the plan: `q` requests per `w` seconds. `rate` gives the size of a burst and the time in which it refills, `month` the quota of the calendar month (UTC).',
    example: '"rate";q=100;w=10, "month";q=100000;w=2592000',
  },
  RateLimit: {
    schema: { type: 'string' as const },
    description: 'The remaining budget: `r` requests now, and more in `t` seconds',
    example: '"rate";r=99;t=1, "month";r=99999;t=554400',
  },
};

const VIOLATED_POLICIES: Partial<Record<ProblemCode, readonly string[]>> = {
  rate_exceeded: ['rate'],
  quota_exceeded: ['month'],
};

const headersOf = (status: number) => ({
  ...(RETRYABLE.includes(status) && {
    'Retry-After': {
      schema: { type: 'integer' as const },
      description: 'Seconds to wait before a retry. Absent for some codes.',
    },
  }),
  ...(status === 401 && { 'WWW-Authenticate': { schema: { type: 'string' as const } } }),
});

function example(code: ProblemCode): object {
  const { status, title } = describeCode(code);
  const value = {
    type: problemType(code),
    title,
    status,
    detail: title,
    code,
    instance: 'urn:uuid:0b1f0a0e-6a4e-4f0e-9d4b-1d7c6f0c2a11',
    ...(code === 'validation_failed' && {
      errors: [{ pointer: '#/period/start', detail: 'Expected a string of at most 256 characters.' }],
    }),
    ...(VIOLATED_POLICIES[code] && { 'violated-policies': VIOLATED_POLICIES[code] }),
  };
  return { summary: title, value };
}

function problemResponse(status: number, codes: readonly ProblemCode[]) {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${describeCode(code).title}`).join('\n\n'),
    headers: headersOf(status),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: getSchemaPath(ProblemDto) },
            { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, example(code)])) as never,
      },
    },
  });
}

/** Documents error responses of a route. Several decorators on one route add up. */
export const ApiProblems =
  (...codes: readonly ProblemCode[]): MethodDecorator =>
  (target, property, descriptor) => {
    const handler = descriptor.value as object;
    const known: readonly ProblemCode[] = Reflect.getMetadata(CODES, handler) ?? [];
    const all = [...new Set([...known, ...codes])];
    Reflect.defineMetadata(CODES, all, handler);
    const statuses = new Set(codes.map((code) => describeCode(code).status));
    applyDecorators(
      ApiExtraModels(ProblemDto),
      ...[...statuses].map((status) =>
        problemResponse(
          status,
          all.filter((code) => describeCode(code).status === status),
        ),
      ),
    )(target, property, descriptor);
  };
