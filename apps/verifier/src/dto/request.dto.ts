import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsInt, IsObject, IsOptional } from 'class-validator';
import { policyExample, requestExample } from './examples.js';
import { PolicyDto } from './policy.dto.js';

const WEEK = 604_800;
const SECONDS = { message: 'A whole number of seconds is expected.' };

@ApiSchema({ name: 'CreateRequest' })
export class CreateRequestDto {
  @ApiProperty({ type: PolicyDto, example: policyExample })
  @IsObject({ message: 'A policy is expected.' })
  readonly policy!: object;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: WEEK,
    default: 600,
    required: false,
    description: 'Seconds',
  })
  @IsOptional()
  @IsInt(SECONDS)
  readonly expires_in?: number;
}

@ApiSchema({ name: 'PresentationRequest', description: 'What the holder is sent, unchanged.' })
export class PresentationRequestDto {
  @ApiProperty({ description: '128 random bits: who knows it may present', example: requestExample.id })
  readonly id!: string;

  @ApiProperty({ description: '256 random bits, base64url', example: requestExample.nonce })
  readonly nonce!: string;

  @ApiProperty({ description: 'The client_id of the verifier', example: requestExample.audience })
  readonly audience!: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: 1,
    description: 'base64url of the canonical JSON (RFC 8785) of the policy',
  })
  readonly transaction_data!: string[];

  @ApiProperty({ type: PolicyDto, description: 'What the transaction data says' })
  readonly policy!: PolicyDto;

  @ApiProperty({ format: 'date-time', example: requestExample.expires_at })
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

@ApiSchema({ name: 'RequestView', description: 'A request as its owner sees it.' })
export class RequestViewDto extends PresentationRequestDto {
  @ApiProperty({ enum: ['pending', 'answered', 'expired'] })
  readonly state!: string;

  @ApiProperty({ type: 'integer', description: 'Presentations that passed every check but the proof' })
  readonly failed_attempts!: number;

  @ApiProperty({ type: OwnerVerdictDto, required: false, description: 'When answered' })
  readonly verdict?: OwnerVerdictDto;

  @ApiProperty({
    required: false,
    description:
      'When answered: a JWT (`typ: zk-income-receipt+jwt`) signed by a key of `/.well-known/jwks.json`. It says what was shown and has no income.',
  })
  readonly receipt?: string;
}
