import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CoreEngine } from '@zk-income/credential';
import { BodyLimit, PublicRoute } from '@zk-income/service-kit';
import { GenerateProofDocs } from './prove.docs.js';
import { PresentationsDto, ProveDto } from './prove.dto.js';

const PROVE_BODY_BYTES = 131_072;

@ApiTags('Test prover')
@Controller()
export class ProveController {
  constructor(private readonly engine: CoreEngine) {}

  @PublicRoute()
  @Post('prove')
  @HttpCode(200)
  @BodyLimit(PROVE_BODY_BYTES)
  @GenerateProofDocs()
  async generateProof(@Body() { request, credentials, alternative }: ProveDto): Promise<PresentationsDto> {
    const options = alternative == null ? {} : { alternative };
    return { presentations: await this.engine.generateProof(request, credentials, options) };
  }
}
