import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  BASE64URL_32_BYTES,
  exampleHolderPrivateKey,
  exampleIssued,
  exampleRequest,
  type HeldCredential,
  MAX_CREDENTIALS,
  NAME,
  PROOF_INPUT,
  type PresentationRequest,
  type Presentations,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

const OBJECTS = {
  type: 'array',
  items: { type: 'object', additionalProperties: true },
  required: false,
} as const;

const COORDINATE = { description: 'base64url, 32 bytes', pattern: BASE64URL_32_BYTES.source } as const;

@ApiSchema({
  name: 'PresentationRequest',
  description: 'The response of POST /requests of the verifier, unchanged.',
})
export class PresentationRequestDto {
  @ApiProperty({ minLength: 1, example: exampleRequest.id })
  readonly id!: string;

  @ApiProperty({
    description: '256 random bits, base64url',
    pattern: BASE64URL_32_BYTES.source,
    example: exampleRequest.nonce,
  })
  readonly nonce!: string;

  @ApiProperty({
    minLength: 1,
    description: 'The client_id of the verifier',
    example: exampleRequest.audience,
  })
  readonly audience!: string;

  @ApiProperty({
    type: [String],
    maxItems: 1,
    description: 'As in the request. A request in disclosure mode has none, and cannot be proved',
  })
  readonly transaction_data!: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: 'The decoded policy of `transaction_data`',
  })
  readonly policy?: object;

  @ApiProperty({ format: 'date-time', required: false })
  readonly expires_at?: string;

  @ApiProperty({ ...OBJECTS, description: 'Not used: the holder makes its own words' })
  readonly statements?: object[];

  @ApiProperty({ ...OBJECTS, description: 'Not used: the holder makes its own words' })
  readonly alternatives?: object[];

  @ApiProperty({ ...OBJECTS, description: 'Not used' })
  readonly warnings?: object[];

  @ApiProperty({ required: false, description: 'Not used' })
  readonly status_id?: string;

  @ApiProperty({ format: 'uri', required: false, description: 'Not used: for OpenID wallets' })
  readonly wallet_link?: string;

  @ApiProperty({ format: 'uri', required: false, description: 'Not used: for OpenID wallets' })
  readonly link?: string;
}

@ApiSchema({
  name: 'PrivateHolderKey',
  description: 'The private key (JWK) to which the credential instance is bound.',
})
export class PrivateHolderKeyDto {
  @ApiProperty({ enum: ['EC', 'OKP'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256', 'Ed25519'] })
  readonly crv!: string;

  @ApiProperty({ ...COORDINATE, example: exampleHolderPrivateKey.x })
  readonly x!: string;

  @ApiProperty({
    ...COORDINATE,
    required: false,
    description: 'base64url, 32 bytes; only for P-256',
    example: exampleHolderPrivateKey.y,
  })
  readonly y?: string;

  @ApiProperty({ ...COORDINATE, description: 'The private key', example: exampleHolderPrivateKey.d })
  readonly d!: string;
}

@ApiSchema({ name: 'HeldCredential' })
export class HeldCredentialDto {
  @ApiProperty({
    description: 'An SD-JWT with all disclosures, as issued',
    example: exampleIssued.credentials[0],
  })
  readonly credential!: string;

  @ApiProperty({ type: PrivateHolderKeyDto })
  readonly holder_key!: PrivateHolderKeyDto;
}

@HasShape(PROOF_INPUT)
@ApiSchema({ name: 'ProveRequest' })
@ApiExtraModels(HeldCredentialDto)
export class ProveDto {
  @ApiProperty({ type: PresentationRequestDto })
  readonly request!: PresentationRequest;

  @ApiProperty({
    type: 'object',
    minProperties: 1,
    maxProperties: MAX_CREDENTIALS,
    propertyNames: { pattern: NAME.source },
    additionalProperties: { $ref: getSchemaPath(HeldCredentialDto) },
    description:
      'One credential for each credential id of the policy, or of its alternative, also those of other people',
  } as never)
  readonly credentials!: Record<string, HeldCredential>;

  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    pattern: NAME.source,
    description:
      'The id of the alternative to show. Required if the policy has `any_of`, and otherwise not allowed',
  })
  readonly alternative?: string;
}

@ApiSchema({ name: 'Presentations' })
export class PresentationsDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'SD-JWT+KB strings by credential id, for POST /verify',
  })
  readonly presentations!: Presentations;
}
