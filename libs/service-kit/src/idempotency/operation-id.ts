import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a retry with the same Idempotency-Key has in common with the first request. */
export interface Operation {
  /** 128 random bits, base64url. */
  readonly id: string;
  /** 256 bits, base64url, that follow from the caller's bearer key: the store does not contain them. */
  readonly secret: string;
}

const operations = new WeakMap<FastifyRequest, Operation>();

/** Names what a request does, for its handler. */
export const setOperation = (request: FastifyRequest, operation: Operation): void => {
  operations.set(request, operation);
};

const operationOf = (context: ExecutionContext): Operation | undefined =>
  operations.get(context.switchToHttp().getRequest());

/**
 * A random id that a retry with the same Idempotency-Key has in common with the first request; undefined without the
 * header. The handler creates its record under this id, so that a retry finds what an interrupted request created.
 */
export const OperationId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => operationOf(context)?.id,
);

/**
 * A secret that a retry with the same Idempotency-Key has in common with the first request, for handlers that put one into
 * the response and store only its hash; undefined without the header.
 */
export const OperationSecret = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => operationOf(context)?.secret,
);
