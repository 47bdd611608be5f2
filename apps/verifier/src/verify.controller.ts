import { Body, Controller, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CoreEngine, MAX_PRESENTATION_BYTES, type Verdict } from '@zk-income/credential';
import {
  BodyLimit,
  ConcurrencyLimiter,
  countVerdict,
  PublicRoute,
  ThrottleRefusals,
} from '@zk-income/service-kit';
import type { FastifyReply } from 'fastify';
import { VerifyDto } from './dto/verify.dto.js';
import { VerifyProofDocs } from './verify.docs.js';
import { RequestEvents } from './webhooks/request-events.js';

/** The presentations and 8 KiB for the JSON around them. */
const VERIFY_BODY_BYTES = MAX_PRESENTATION_BYTES + 8_192;

@ApiTags('Presentations')
@Controller()
export class VerifyController {
  constructor(
    private readonly engine: CoreEngine,
    private readonly limiter: ConcurrencyLimiter,
    private readonly events: RequestEvents,
  ) {}

  @PublicRoute()
  @Post('verify')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @BodyLimit(VERIFY_BODY_BYTES)
  @ThrottleRefusals()
  @VerifyProofDocs()
  async verifyProof(
    @Body() body: VerifyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Verdict> {
    const onRepeated = () => void reply.header('idempotency-replayed', 'true');
    const verdict = await countVerdict(
      this.limiter.run(body.request_id, () => this.engine.verifyProof(body, { onRepeated })),
    );
    if (!verdict.verified) await this.events.refused(body.request_id);
    return verdict;
  }
}
