import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { SigningKeys } from '@zk-income/credential';
import { ApiAnswer } from '../openapi/api-answer.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SIGNING_KEYS } from '../tokens.js';

/** A public key that signs (RFC 7517). */
export class PublishedKey {
  @ApiProperty({ enum: ['EC'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256'] })
  readonly crv!: string;

  @ApiProperty({ description: 'base64url, 32 bytes' })
  readonly x!: string;

  @ApiProperty({ description: 'base64url, 32 bytes' })
  readonly y!: string;

  @ApiProperty({ description: 'RFC 7638 thumbprint of the key' })
  readonly kid!: string;

  @ApiProperty({ enum: ['ES256'] })
  readonly alg!: string;

  @ApiProperty({ enum: ['sig'] })
  readonly use!: string;
}

/** The keys that signatures of this service are made with. */
export class KeySet {
  @ApiProperty({ type: [PublishedKey] })
  readonly keys!: PublishedKey[];
}

@ApiTags('Well-known')
@Controller('.well-known')
export class JwksController {
  constructor(@Inject(SIGNING_KEYS) private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ operationId: 'getKeys', summary: 'The public keys of this service' })
  @ApiAnswer(200, KeySet, 'The keys that signatures of this service are made with', {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  })
  @ApiProblems('internal_error')
  async getKeys(): Promise<object> {
    return { keys: await this.keys.published() };
  }
}
