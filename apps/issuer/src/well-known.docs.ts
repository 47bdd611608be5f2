import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { issuerMetadata } from '@zk-income/credential';
import { ApiJsonResponse, ApiProblems } from '@zk-income/service-kit';

const exampleMetadata = issuerMetadata('https://localhost:3441');

@ApiSchema({ name: 'IssuerMetadata' })
export class IssuerMetadataDto {
  @ApiProperty({ format: 'uri', example: exampleMetadata.issuer })
  readonly issuer!: string;

  @ApiProperty({ format: 'uri', example: exampleMetadata.jwks_uri })
  readonly jwks_uri!: string;
}

export const GetIssuerMetadataDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getIssuerMetadata',
      summary: 'Get the issuer metadata with the URL of the public keys (SD-JWT VC, section 5)',
    }),
    ApiJsonResponse(200, IssuerMetadataDto, 'The metadata', { example: { value: exampleMetadata } }),
    ApiProblems('internal_error'),
  );
