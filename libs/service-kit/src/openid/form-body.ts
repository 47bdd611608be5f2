import { isUtf8 } from 'node:buffer';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { parseForm } from '@zk-income/openid';
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../problems/service-error.js';

export const FORM_MEDIA_TYPE = 'application/x-www-form-urlencoded';

/** The parameters of a form by name; each occurs once, and has a value. */
export type FormParameters = ReadonlyMap<string, string>;

const NO_PARAMETERS: FormParameters = new Map();

/** Declares that the body of a route is a form of at most `bytes`. The route accepts no JSON, and the others no form. */
export const FormBody = (bytes: number): MethodDecorator =>
  RouteConfig({ bodyLimit: bytes, hasFormBody: true });

/** Whether a route has `@FormBody`. */
const hasFormBody = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as { hasFormBody?: boolean } | undefined)?.hasFormBody === true;

/** @throws ServiceError `unsupported_media_type` for JSON on a route with `@FormBody` */
export function assertJsonRoute(request: FastifyRequest): void {
  if (hasFormBody(request)) throw new ServiceError('unsupported_media_type', `Expected ${FORM_MEDIA_TYPE}.`);
}

/**
 * Parses a form, on routes with `@FormBody` only.
 *
 * @throws ServiceError `unsupported_media_type` on other routes, `bad_request` for bytes that are not UTF-8
 * @throws OpenidError `invalid_request`
 */
export function parseFormBody(request: FastifyRequest, body: Buffer): FormParameters {
  if (!hasFormBody(request)) throw new ServiceError('unsupported_media_type');
  if (!isUtf8(body)) throw new ServiceError('bad_request', 'Expected a form encoded in UTF-8.');
  return parseForm(body.toString());
}

/** The parameters of the form, on routes with `@FormBody`. A request without a body has none. */
export const Form = createParamDecorator(
  (_: unknown, context: ExecutionContext): FormParameters =>
    (context.switchToHttp().getRequest<FastifyRequest>().body as FormParameters | null | undefined) ??
    NO_PARAMETERS,
);
