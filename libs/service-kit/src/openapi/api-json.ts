import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: object }>>;

/** Documents the body of a route, with examples. */
export const ApiJsonBody = (type: Type, examples: Examples): MethodDecorator =>
  ApiBody({ type, required: true, examples: { ...examples } as never });

/** Documents a successful response of a route, with examples. */
export const ApiJsonResponse = (
  status: number,
  type: Type,
  description: string,
  examples: Examples,
): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(type),
    ApiResponse({
      status,
      description,
      content: { 'application/json': { schema: { $ref: getSchemaPath(type) }, examples: { ...examples } } },
    }),
  );
