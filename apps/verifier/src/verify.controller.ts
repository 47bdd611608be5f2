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

/** The presentations and 8 KiB for the JSON around them. */
const VERIFY_BODY_BYTES = MAX_PRESENTATION_BYTES + 8_192;

/** Concurrent verifications. Each holds presentations of up to `MAX_PRESENTATION_BYTES` in memory. */
export const MAX_CONCURRENT_VERIFICATIONS = { total: 2_048, perKey: 1_024 } as const;

@ApiTags('Presentations')
@Controller()
export class VerifyController {
  private readonly limiter = new ConcurrencyLimiter(MAX_CONCURRENT_VERIFICATIONS);

  constructor(private readonly engine: CoreEngine) {}

  @PublicRoute()
  @Post('verify')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @BodyLimit(VERIFY_BODY_BYTES)
  @ThrottleRefusals()
  @VerifyProofDocs()
  verifyProof(@Body() body: VerifyDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<Verdict> {
    const onRepeated = () => void reply.header('idempotency-replayed', 'true');
    return countVerdict(
      this.limiter.run(body.request_id, () => this.engine.verifyProof(body, { onRepeated })),
    );
  }
}
