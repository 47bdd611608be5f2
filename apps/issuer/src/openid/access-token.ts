import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ProtocolError } from '@zk-income/credential';
import type { FastifyRequest } from 'fastify';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,256})$/i;

/** The access token of a wallet (RFC 6750, section 2.1); undefined without one. */
export const accessTokenOf = ({ headers }: FastifyRequest): string | undefined =>
  BEARER.exec(headers.authorization ?? '')?.[1];

/** The access token of a wallet. It has nothing to do with the keys of API clients. */
export const AccessToken = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const token = accessTokenOf(context.switchToHttp().getRequest());
  if (token === undefined)
    throw new ProtocolError(
      'access_token_invalid',
      'Expected the header Authorization: Bearer with the access_token of POST /openid/token.',
    );
  return token;
});
