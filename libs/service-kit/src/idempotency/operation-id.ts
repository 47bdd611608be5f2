import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const operations = new WeakMap<FastifyRequest, string>();

/** Names what a request does, for its handler. */
export const setOperationId = (request: FastifyRequest, operation: string): void => {
  operations.set(request, operation);
};

/**
 * A random id that a retry with the same Idempotency-Key has in common with the first request; undefined without the
 * header. The handler creates its record under this id, so that a retry finds what an interrupted request created.
 */
export const OperationId = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  operations.get(context.switchToHttp().getRequest()),
);
