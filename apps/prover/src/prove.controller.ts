import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CoreEngine } from '@zk-income/credential';
import { ApiAnswer, ApiJsonBody, ApiProblems, BODY_PROBLEMS, BodyLimit } from '@zk-income/service-kit';
import { presentationsExample, proveExample } from './examples.js';
import { PresentationsDto, ProveDto } from './prove.dto.js';

const PROVE_BODY_BYTES = 131_072;

@ApiTags('Test prover')
@Controller()
export class ProveController {
  constructor(private readonly engine: CoreEngine) {}

  @Post('prove')
  @HttpCode(200)
  @BodyLimit(PROVE_BODY_BYTES)
  @ApiOperation({
    operationId: 'generateProof',
    summary: 'Prove a policy, for tests and curl only',
    description:
      'Real holders prove on their own device: this endpoint is told the income and the private key of the holder. ' +
      'It keeps and logs nothing of either, is off unless switched on, and is never deployed.',
  })
  @ApiJsonBody(ProveDto, { salary: { summary: 'One credential', value: proveExample } })
  @ApiAnswer(200, PresentationsDto, 'What the verifier is sent', presentationsExample)
  @ApiProblems(
    ...BODY_PROBLEMS,
    'request_invalid',
    'request_mismatch',
    'request_expired',
    'policy_invalid',
    'policy_not_canonical',
    'policy_out_of_range',
    'credential_invalid',
    'credential_missing',
    'credential_unexpected',
    'credential_unsuitable',
    'predicate_not_satisfied',
    'overloaded',
    'internal_error',
  )
  async generateProof(@Body() body: ProveDto): Promise<PresentationsDto> {
    return { presentations: await this.engine.generateProof(body.request, body.credentials) };
  }
}
