import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CoreEngine, type Verdict } from '@zk-income/credential';
import {
  ApiJsonBody,
  ApiProblems,
  BODY_PROBLEMS,
  BodyLimit,
  countVerdict,
  Places,
  ThrottleRefusals,
} from '@zk-income/service-kit';
import { verifyExample } from './dto/examples.js';
import { ApiVerdict, VerifyDto } from './dto/verify.dto.js';

/** 64 KiB of presentations and the JSON around them. */
const VERIFY_BODY_BYTES = 73_728;

/** Presentations that are worked on at once, at most 64 KiB each. */
export const MOST_AT_ONCE = 2_048;

@ApiTags('Presentations')
@Controller()
export class VerifyController {
  private readonly places = new Places(MOST_AT_ONCE);

  constructor(private readonly engine: CoreEngine) {}

  @Post('verify')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @BodyLimit(VERIFY_BODY_BYTES)
  @ThrottleRefusals()
  @ApiOperation({
    operationId: 'verifyProof',
    summary: 'Answer a request with a proof',
    description:
      'Needs no API key: who has the id of a request may answer it, once. ' +
      '200 with `verified: false` is for a presentation that was understood and found wrong, and does not use the request up.',
  })
  @ApiJsonBody(VerifyDto, { salary: { summary: 'One credential', value: verifyExample } })
  @ApiVerdict()
  @ApiProblems(
    ...BODY_PROBLEMS,
    'presentation_missing',
    'presentation_malformed',
    'request_unknown',
    'request_already_answered',
    'request_expired',
    'presentation_too_large',
    'too_many_attempts',
    'overloaded',
    'unavailable',
    'internal_error',
  )
  verifyProof(@Body() body: VerifyDto): Promise<Verdict> {
    return countVerdict(this.places.run(() => this.engine.verifyProof(body)));
  }
}
