import { Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MAX_PRESENTATION_BYTES } from '@zk-income/credential';
import { Form, FormBody, type FormParameters, PublicRoute, ThrottleRefusals } from '@zk-income/service-kit';
import type { FastifyReply } from 'fastify';
import { SendResponseDocs } from './openid.docs.js';
import { WALLET_RESPONSES } from './request-link.js';
import { type WalletAnswer, WalletResponses } from './wallet-responses.js';

/** The presentations in an encrypted response, which base64url makes longer, and 8 KiB for what is around them. */
const RESPONSE_BYTES = Math.ceil((MAX_PRESENTATION_BYTES * 4) / 3) + 8_192;

@ApiTags('Wallets')
@Controller('openid/responses')
export class OpenidResponsesController {
  constructor(private readonly responses: WalletResponses) {}

  @PublicRoute()
  @Post(':link')
  @FormBody(RESPONSE_BYTES)
  @ThrottleRefusals(WALLET_RESPONSES)
  @SendResponseDocs()
  async sendResponse(
    @Param('link') link: string,
    @Form() form: FormParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WalletAnswer> {
    const { status, headers, body } = await this.responses.receive(link, form);
    reply.status(status).headers(headers);
    return body;
  }
}
