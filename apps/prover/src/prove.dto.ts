import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import type { HeldCredential, PresentationRequest } from '@zk-income/credential';
import { IsObject } from 'class-validator';

@ApiSchema({
  name: 'PresentationRequest',
  description: 'The answer of the verifier to POST /requests, unchanged.',
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
    description: 'What the transaction data says',
  })
  readonly policy?: object;

  @ApiProperty({ format: 'date-time', required: false })
  readonly expires_at?: string;
}

@ApiSchema({ name: 'PrivateHolderKey', description: 'The private key (JWK) that the copy is bound to.' })
export class PrivateHolderKeyDto {
  @ApiProperty({ enum: ['EC', 'OKP'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256', 'Ed25519'] })
  readonly crv!: string;

  @ApiProperty()
  readonly x!: string;

  @ApiProperty({ required: false })
  readonly y?: string;

  @ApiProperty({ description: 'The private part' })
  readonly d!: string;
}

@ApiSchema({ name: 'HeldCredential' })
export class HeldCredentialDto {
  @ApiProperty({ description: 'An SD-JWT with all disclosures, as issued' })
  readonly credential!: string;

  @ApiProperty({ type: PrivateHolderKeyDto })
  readonly holder_key!: PrivateHolderKeyDto;
}

/** What the proof is made of. All of it is checked where proofs are made. */
@ApiSchema({ name: 'ProveRequest' })
@ApiExtraModels(HeldCredentialDto)
export class ProveDto {
  @ApiProperty({ type: PresentationRequestDto })
  @IsObject({ message: 'The answer of POST /requests is expected.' })
  readonly request!: PresentationRequest;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(HeldCredentialDto) },
    description: 'One for each credential id of the policy',
  })
  @IsObject({ message: 'An object of { credential, holder_key } by credential id is expected.' })
  readonly credentials!: Record<string, HeldCredential>;
}

@ApiSchema({ name: 'PresentationsAnswer' })
export class PresentationsDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'SD-JWT+KB texts by credential id, for POST /verify',
  })
  readonly presentations!: Record<string, string>;
}
