import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { BASE64URL_32_BYTES, exampleHolderKey } from '@zk-income/credential';
import { ApiJsonResponse } from '../openapi/api-json.js';
import { ApiProblems } from '../openapi/api-problems.js';

const COORDINATE = { description: 'base64url, 32 bytes', pattern: BASE64URL_32_BYTES.source } as const;

@ApiSchema({ name: 'PublishedKey', description: 'A public signing key (RFC 7517).' })
export class PublishedKeyDto {
  @ApiProperty({ enum: ['EC'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256'] })
  readonly crv!: string;

  @ApiProperty(COORDINATE)
  readonly x!: string;

  @ApiProperty(COORDINATE)
  readonly y!: string;

  @ApiProperty({ description: 'RFC 7638 thumbprint of the key', pattern: BASE64URL_32_BYTES.source })
  readonly kid!: string;

  @ApiProperty({ enum: ['ES256'] })
  readonly alg!: string;

  @ApiProperty({ enum: ['sig'] })
  readonly use!: string;
}

@ApiSchema({ name: 'KeySet', description: 'A JWK Set (RFC 7517).' })
export class KeySetDto {
  @ApiProperty({ type: [PublishedKeyDto] })
  readonly keys!: PublishedKeyDto[];
}

const exampleKeySet = {
  keys: [
    {
      ...exampleHolderKey,
      kid: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
      alg: 'ES256',
      use: 'sig',
    },
  ],
};

export const GetKeysDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'getKeys', summary: 'Get the public keys of this service (JWK Set)' }),
    ApiJsonResponse(200, KeySetDto, 'The keys that verify the signatures of this service', {
      example: { value: exampleKeySet },
    }),
    ApiProblems('internal_error'),
  );
