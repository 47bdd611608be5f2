import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type SigningKeys } from '@zk-income/credential';
import {
  AUTHORIZATION_SERVER_DOCUMENT,
  authorizationServerMetadata,
  CREDENTIAL_ISSUER_DOCUMENT,
  credentialIssuerMetadata,
  credentialJsonSchema,
  credentialTypeMetadata,
} from '@zk-income/openid';
import { PublicRoute, SIGNING_KEYS } from '@zk-income/service-kit';
import { IssuerConfig } from '../issuer.config.js';
import { assertOffersSupported } from '../offer-links.js';
import {
  GetAuthorizationServerDocs,
  GetCredentialIssuerDocs,
  GetCredentialSchemaDocs,
  GetTypeMetadataDocs,
} from './metadata.docs.js';

const CACHED = 'public, max-age=300';

/** What wallets read about the issuer and about its credentials. */
@ApiTags('Well-known')
@Controller()
export class MetadataController {
  constructor(
    private readonly config: IssuerConfig,
    @Inject(SIGNING_KEYS) private readonly keys: SigningKeys,
  ) {}

  @PublicRoute()
  @Get(`.well-known/${CREDENTIAL_ISSUER_DOCUMENT}`)
  @Header('Cache-Control', CACHED)
  @GetCredentialIssuerDocs()
  async getCredentialIssuer(): Promise<object> {
    const issuer = this.config.publicUrl;
    assertOffersSupported(issuer);
    const { alg } = await this.keys.current();
    return credentialIssuerMetadata({ issuer, signingAlgorithms: [alg] });
  }

  @PublicRoute()
  @Get(`.well-known/${AUTHORIZATION_SERVER_DOCUMENT}`)
  @Header('Cache-Control', CACHED)
  @GetAuthorizationServerDocs()
  getAuthorizationServer(): object {
    assertOffersSupported(this.config.publicUrl);
    return authorizationServerMetadata(this.config.publicUrl);
  }

  @PublicRoute()
  @Get('type-metadata')
  @Header('Cache-Control', CACHED)
  @GetTypeMetadataDocs()
  getTypeMetadata(): object {
    return credentialTypeMetadata();
  }

  @PublicRoute()
  @Get('type-metadata/schema')
  @Header('Cache-Control', CACHED)
  @GetCredentialSchemaDocs()
  getCredentialSchema(): object {
    return credentialJsonSchema();
  }
}
