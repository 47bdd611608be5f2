import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  authorizationServerMetadata,
  CREDENTIAL_CONFIGURATION_ID,
  credentialIssuerMetadata,
  credentialJsonSchema,
  credentialTypeMetadata,
} from '@zk-income/openid';
import { ApiJsonResponse, ApiProblems } from '@zk-income/service-kit';

const ISSUER = 'https://issuer.example';
const issuerMetadata = credentialIssuerMetadata({ issuer: ISSUER, signingAlgorithms: ['ES256'] });
const serverMetadata = authorizationServerMetadata(ISSUER);

@ApiSchema({ name: 'CredentialIssuer', description: 'OpenID4VCI, section 12.2.4.' })
export class CredentialIssuerDto {
  @ApiProperty({ format: 'uri' })
  readonly credential_issuer!: string;

  @ApiProperty({ format: 'uri' })
  readonly credential_endpoint!: string;

  @ApiProperty({ format: 'uri' })
  readonly nonce_endpoint!: string;

  @ApiProperty({ format: 'uri' })
  readonly notification_endpoint!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  readonly batch_credential_issuance!: object;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object' },
    description: `One configuration: \`${CREDENTIAL_CONFIGURATION_ID}\``,
  })
  readonly credential_configurations_supported!: object;
}

@ApiSchema({ name: 'AuthorizationServer', description: 'RFC 8414; OpenID4VCI, section 12.3.' })
export class AuthorizationServerDto {
  @ApiProperty({ format: 'uri' })
  readonly issuer!: string;

  @ApiProperty({ format: 'uri' })
  readonly token_endpoint!: string;

  @ApiProperty({ type: [String] })
  readonly grant_types_supported!: string[];

  @ApiProperty({ type: [String] })
  readonly token_endpoint_auth_methods_supported!: string[];

  @ApiProperty()
  readonly 'pre-authorized_grant_anonymous_access_supported'!: boolean;
}

@ApiSchema({ name: 'TypeMetadata', description: 'SD-JWT VC, section 4 of draft 19.' })
export class TypeMetadataDto {
  @ApiProperty()
  readonly vct!: string;

  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly description!: string;

  @ApiProperty({ type: [Object] })
  readonly display!: object[];

  @ApiProperty({ type: [Object] })
  readonly claims!: object[];
}

@ApiSchema({ name: 'CredentialSchema', description: 'A JSON schema (2020-12).' })
export class CredentialSchemaDto {
  @ApiProperty({ format: 'uri' })
  readonly $schema!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty()
  readonly type!: string;

  @ApiProperty({ type: [String] })
  readonly required!: string[];

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly properties!: object;
}

const documents = (
  { operationId, summary }: { operationId: string; summary: string },
  type: Type,
  value: object,
) =>
  applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiJsonResponse(200, type, 'The document', { example: { value } }),
    ApiProblems('internal_error'),
  );

export const GetCredentialIssuerDocs = () =>
  applyDecorators(
    documents(
      { operationId: 'getCredentialIssuer', summary: 'Get the credential issuer metadata (OpenID4VCI)' },
      CredentialIssuerDto,
      issuerMetadata,
    ),
    ApiProblems('offers_unsupported'),
  );

export const GetAuthorizationServerDocs = () =>
  applyDecorators(
    documents(
      {
        operationId: 'getAuthorizationServer',
        summary: 'Get the metadata of the authorization server, which is the issuer itself (RFC 8414)',
      },
      AuthorizationServerDto,
      serverMetadata,
    ),
    ApiProblems('offers_unsupported'),
  );

export const GetTypeMetadataDocs = () =>
  documents(
    { operationId: 'getTypeMetadata', summary: 'Get the type metadata of the credentials (SD-JWT VC)' },
    TypeMetadataDto,
    credentialTypeMetadata(),
  );

export const GetCredentialSchemaDocs = () =>
  documents(
    { operationId: 'getCredentialSchema', summary: 'Get the JSON schema of the claims of a credential' },
    CredentialSchemaDto,
    credentialJsonSchema(),
  );
