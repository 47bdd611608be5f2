import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ProtocolError } from '@zk-income/credential';
import { ApiProblems } from '@zk-income/service-kit';
import type { FastifyReply } from 'fastify';
import { StatusListTokens } from './status-list-tokens.js';

const MEDIA_TYPE = 'application/statuslist+jwt';
const LIST_NUMBER = /^(0|[1-9]\d{0,8})$/;
const header = (description: string) => ({ description, schema: { type: 'string' as const } });

@ApiTags('Status lists')
@Controller('status-lists')
export class StatusListsController {
  constructor(private readonly tokens: StatusListTokens) {}

  @Get(':id')
  @ApiOperation({
    operationId: 'getStatusList',
    summary: 'A signed list of the status of credentials (Token Status List)',
  })
  @ApiParam({ name: 'id', schema: { type: 'integer', minimum: 0 }, example: 0 })
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'An ETag that is known',
    schema: { type: 'string' },
  })
  @ApiResponse({
    status: 200,
    description: 'The list as a JWT',
    headers: {
      'Cache-Control': header("`max-age` is the list's ttl"),
      ETag: header('Names this token'),
    },
    content: {
      [MEDIA_TYPE]: {
        schema: { type: 'string' },
        examples: {
          example: { value: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InN0YXR1c2xpc3Qrand0In0.eyJzdWIiOi….c2lnbmF0dXJl' },
        },
      },
    },
  })
  @ApiResponse({ status: 304, description: 'The token with this ETag is still the one that is served' })
  @ApiProblems('status_list_unknown', 'unavailable', 'internal_error')
  async getStatusList(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-none-match') known?: string,
  ): Promise<string | undefined> {
    if (!LIST_NUMBER.test(id)) throw new ProtocolError('status_list_unknown');
    const { token, ttl, etag } = await this.tokens.get(Number(id));
    reply.headers({ 'cache-control': `public, max-age=${ttl}`, etag });
    if (known === etag) {
      reply.status(304);
      return undefined;
    }
    reply.type(MEDIA_TYPE);
    return token;
  }
}
