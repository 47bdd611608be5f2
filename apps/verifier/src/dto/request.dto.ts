import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  BASE64URL_32_BYTES,
  CREATE_REQUEST_INPUT,
  examplePolicy,
  exampleRequest,
  REQUEST_EXPIRY_SECONDS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import { PolicyDto } from './policy.dto.js';

@HasShape(CREATE_REQUEST_INPUT)
@ApiSchema({ name: 'CreateRequest' })
export class CreateRequestDto {
  @ApiProperty({ type: PolicyDto, example: examplePolicy })
  readonly policy!: object;

  @ApiProperty({
    type: 'integer',
    minimum: REQUEST_EXPIRY_SECONDS.min,
    maximum: REQUEST_EXPIRY_SECONDS.max,
    required: false,
    nullable: true,
    // Not `default`: code generators make members with a default mandatory.
    description: `Seconds until the request expires; ${REQUEST_EXPIRY_SECONDS.default} if absent`,
  })
  readonly expires_in?: number;
}

@ApiSchema({ name: 'PresentationRequest', description: 'Send this to the holder unchanged.' })
export class PresentationRequestDto {
  @ApiProperty({
    description: '128 random bits. The id is the capability to answer the request.',
    example: exampleRequest.id,
  })
  readonly id!: string;

  @ApiProperty({
    description: '256 random bits, base64url',
    pattern: BASE64URL_32_BYTES.source,
    example: exampleRequest.nonce,
  })
  readonly nonce!: string;

  @ApiProperty({ description: 'The client_id of the verifier', example: exampleRequest.audience })
  readonly audience!: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: 1,
    description: 'base64url of the canonical JSON (RFC 8785) of the policy',
  })
  readonly transaction_data!: string[];

  @ApiProperty({ type: PolicyDto, description: 'The decoded policy of `transaction_data`' })
  readonly policy!: PolicyDto;

  @ApiProperty({ format: 'date-time', example: exampleRequest.expires_at })
  readonly expires_at!: string;
}

@ApiSchema({ name: 'OwnerVerdict' })
export class OwnerVerdictDto {
  @ApiProperty({ enum: [true], type: Boolean })
  readonly verified!: true;

  @ApiProperty({ enum: ['verified'] })
  readonly code!: string;

  @ApiProperty({ format: 'date-time' })
  readonly answered_at!: string;
}

@ApiSchema({ name: 'RequestView', description: 'A request with its state, for the client that created it.' })
export class RequestViewDto extends PresentationRequestDto {
  @ApiProperty({ enum: ['pending', 'answered', 'expired'] })
  readonly state!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Presentations that passed all checks except the last ones (distinct sources, range proof)',
  })
  readonly failed_attempts!: number;

  @ApiProperty({ type: OwnerVerdictDto, required: false, description: 'Only if answered' })
  readonly verdict?: OwnerVerdictDto;

  @ApiProperty({
    required: false,
    description:
      'Only if answered: a JWT (`typ: zk-income-receipt+jwt`), signed with a key of `/.well-known/jwks.json`. It contains the proved statements and no income.',
  })
  readonly receipt?: string;
}
