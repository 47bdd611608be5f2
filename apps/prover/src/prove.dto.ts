import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  type HeldCredential,
  PROOF_INPUT,
  type PresentationRequest,
  type Presentations,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

@ApiSchema({
  name: 'PresentationRequest',
  description: 'The response of POST /requests of the verifier, unchanged.',
})
export class PresentationRequestDto {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ description: '43 base64url characters' })
  readonly nonce!: string;

  @ApiProperty()
  readonly audience!: string;

  @ApiProperty({ type: [String], minItems: 1, maxItems: 1 })
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

  @ApiProperty()
  readonly x!: string;

  @ApiProperty({ required: false })
  readonly y?: string;

  @ApiProperty({ description: 'The private key' })
  readonly d!: string;
}

@ApiSchema({ name: 'HeldCredential' })
export class HeldCredentialDto {
  @ApiProperty({ description: 'An SD-JWT with all disclosures, as issued' })
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
    additionalProperties: { $ref: getSchemaPath(HeldCredentialDto) },
    description: 'One credential for each credential id of the policy',
  })
  readonly credentials!: Record<string, HeldCredential>;
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
