import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SigningKeys } from '@zk-income/credential';
import { PublicRoute } from '../api-clients/public-route.js';
import { SIGNING_KEYS } from '../tokens.js';
import { GetKeysDocs } from './jwks.docs.js';

@ApiTags('Well-known')
@Controller('.well-known')
export class JwksController {
  constructor(@Inject(SIGNING_KEYS) private readonly keys: SigningKeys) {}

  @PublicRoute()
  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @GetKeysDocs()
  async getKeys(): Promise<object> {
    return { keys: await this.keys.published() };
  }
}
