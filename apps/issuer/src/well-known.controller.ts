import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { issuerMetadata } from '@zk-income/credential';
import { ApiAnswer, ApiProblems } from '@zk-income/service-kit';
import { IssuerMetadataDto } from './dto/status.dto.js';
import { IssuerConfig } from './issuer.config.js';

@ApiTags('Well-known')
@Controller('.well-known')
export class WellKnownController {
  constructor(private readonly config: IssuerConfig) {}

  @Get('jwt-vc-issuer')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'getIssuerMetadata',
    summary: 'Where the keys of the issuer are (SD-JWT VC, section 5)',
  })
  @ApiAnswer(200, IssuerMetadataDto, 'The metadata', issuerMetadata('http://localhost:3001'))
  @ApiProblems('internal_error')
  getIssuerMetadata(): IssuerMetadataDto {
    return issuerMetadata(this.config.publicUrl);
  }
}
