import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

const REQUEST_ID = {
  'X-Request-Id': {
    schema: { type: 'string' as const, format: 'uuid' },
    description: 'Names the request in the log',
  },
};

/** Documents what a route answers, with an example. */
export const ApiAnswer = (
  status: number,
  type: Type,
  description: string,
  example: object,
): MethodDecorator => ApiAnswers(status, type, description, { example: { value: example } });

/** Documents what a route answers, with several examples. */
export const ApiAnswers = (
  status: number,
  type: Type,
  description: string,
  examples: Readonly<Record<string, { readonly summary?: string; readonly value: object }>>,
): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(type),
    ApiResponse({
      status,
      description,
      headers: REQUEST_ID,
      content: { 'application/json': { schema: { $ref: getSchemaPath(type) }, examples: { ...examples } } },
    }),
  );

/** Documents the body of a route, with examples. */
export const ApiJsonBody = (
  type: Type,
  examples: Readonly<Record<string, { readonly summary: string; readonly value: object }>>,
): MethodDecorator => ApiBody({ type, required: true, examples: { ...examples } });
