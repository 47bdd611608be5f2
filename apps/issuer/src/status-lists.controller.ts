import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProtocolError } from '@zk-income/credential';
import { PublicRoute } from '@zk-income/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StatusListTokens } from './status-list-tokens.js';
import { GetStatusListDocs, STATUS_LIST_MEDIA_TYPE } from './status-lists.docs.js';

/** Up to `MAX_STATUS_LIST_NUMBER`. */
const LIST_NUMBER = /^(0|[1-9]\d{0,8})$/;

/** Whether a client names gzip (RFC 9110, section 12.5.3). One that accepts any coding gets none. */
const acceptsGzip = (header: string | string[] | undefined): boolean =>
  String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.replaceAll(/\s/g, ''))
    .some((coding) => /^(x-)?gzip(;q=(?!0(\.0{0,3})?$).*)?$/.test(coding));

@ApiTags('Status lists')
@Controller('status-lists')
export class StatusListsController {
  constructor(private readonly tokens: StatusListTokens) {}

  @PublicRoute()
  @Get(':id')
  @GetStatusListDocs()
  async getStatusList(
    @Param('id') id: string,
    // Not `@Headers`, which the OpenAPI document would show as a second, required header.
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer | undefined> {
    if (!LIST_NUMBER.test(id)) throw new ProtocolError('status_list_unknown');
    const list = await this.tokens.get(Number(id));
    const isCompressed = acceptsGzip(request.headers['accept-encoding']);
    const etag = isCompressed ? list.gzipEtag : list.etag;
    reply.headers({ 'cache-control': `public, max-age=${list.ttl}`, etag, vary: 'accept-encoding' });
    if (request.headers['if-none-match'] === etag) {
      reply.status(304);
      return undefined;
    }
    reply.type(STATUS_LIST_MEDIA_TYPE);
    if (!isCompressed) return list.token;
    reply.header('content-encoding', 'gzip');
    return list.gzip;
  }
}
