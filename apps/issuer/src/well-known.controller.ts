import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { issuerMetadata } from '@zk-income/credential';
import { PublicRoute } from '@zk-income/service-kit';
import { IssuerConfig } from './issuer.config.js';
import { GetIssuerMetadataDocs, type IssuerMetadataDto } from './well-known.docs.js';

@ApiTags('Well-known')
@Controller('.well-known')
export class WellKnownController {
  constructor(private readonly config: IssuerConfig) {}

  @PublicRoute()
  @Get('jwt-vc-issuer')
  @Header('Cache-Control', 'public, max-age=300')
  @GetIssuerMetadataDocs()
  getIssuerMetadata(): IssuerMetadataDto {
    return issuerMetadata(this.config.publicUrl);
  }
}
