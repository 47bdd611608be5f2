import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { issuerMetadata } from '@zk-income/credential';
import { ApiAnswer, ApiProblems } from '@zk-income/service-kit';

const example = issuerMetadata('http://localhost:3001');

@ApiSchema({ name: 'IssuerMetadata' })
export class IssuerMetadataDto {
  @ApiProperty({ format: 'uri', example: example.issuer })
  readonly issuer!: string;

  @ApiProperty({ format: 'uri', example: example.jwks_uri })
  readonly jwks_uri!: string;
}

export const GetIssuerMetadataDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getIssuerMetadata',
      summary: 'Issuer metadata with the location of the public keys (SD-JWT VC, section 5)',
    }),
    ApiAnswer(200, IssuerMetadataDto, 'The metadata', example),
    ApiProblems('internal_error'),
  );
