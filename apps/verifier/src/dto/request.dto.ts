import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  BASE64URL_32_BYTES,
  CREATE_REQUEST_INPUT,
  examplePolicy,
  exampleRequest,
  exampleTemplateInput,
  IMPLAUSIBLE_AMOUNT,
  type InputFault,
  listTemplates,
  MAX_INEQUALITIES,
  NAME,
  REQUEST_EXPIRY_SECONDS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import { PolicyDto } from './policy.dto.js';
import { WordsDto } from './words.dto.js';

@HasShape(CREATE_REQUEST_INPUT)
@ApiSchema({ name: 'CreateRequest' })
export class CreateRequestDto {
  @ApiProperty({
    type: PolicyDto,
    required: false,
    description: 'What the holder must prove. Either this, or `template` and `parameters`',
    example: examplePolicy,
  })
  readonly policy?: object;

  @ApiProperty({
    required: false,
    enum: listTemplates().map(({ id }) => id),
    description: 'The id of a template of GET /policy-templates',
  })
  readonly template?: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: 'The parameters of the template',
    example: exampleTemplateInput.parameters,
  } as never)
  readonly parameters?: object;

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

@ApiSchema({ name: 'Warning', description: 'A part of the policy that is valid, and probably not meant.' })
export class WarningDto implements InputFault {
  @ApiProperty({
    description: 'A JSON pointer (RFC 6901) as a URI fragment',
    example: '#/policy/predicates/0/at_least',
  })
  readonly pointer!: string;

  @ApiProperty({
    description: 'What it means as it stands',
    example: 'The amount is 540.00 EUR: amounts are in the smallest unit, so 100 is 1.00 EUR.',
  })
  readonly detail!: string;
}

@ApiSchema({ name: 'DescribedAlternative' })
export class DescribedAlternativeDto {
  @ApiProperty({ pattern: NAME.source, description: 'The id of the alternative', example: 'two_incomes' })
  readonly id!: string;

  @ApiProperty({ description: "The verifier's own words", example: 'Two incomes' })
  readonly label!: string;

  @ApiProperty({ type: [WordsDto], description: 'Each predicate in words made from its terms, in order' })
  readonly statements!: WordsDto[];
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

  @ApiProperty({
    type: [WordsDto],
    maxItems: MAX_INEQUALITIES,
    description: 'Each predicate in words made from its terms, in order: what the person is asked to prove',
    example: exampleRequest.statements,
  })
  readonly statements!: WordsDto[];

  @ApiProperty({
    type: [DescribedAlternativeDto],
    required: false,
    description: 'The alternatives of the policy (`any_of`) in words. The person shows one of them.',
  })
  readonly alternatives?: DescribedAlternativeDto[];

  @ApiProperty({
    type: [WarningDto],
    description: `What you probably did not mean, though the policy is valid: an amount other than 0 of fewer than ${IMPLAUSIBLE_AMOUNT.toString()} whole units for the largest coefficient of its predicate, in a currency with decimals; an issuer that the verifier does not trust, beside one that it does. Empty if there is nothing to warn of.`,
    example: exampleRequest.warnings,
  })
  readonly warnings!: WarningDto[];
}

@ApiSchema({ name: 'OwnerVerdict' })
export class OwnerVerdictDto {
  @ApiProperty({ enum: [true], type: Boolean })
  readonly verified!: true;

  @ApiProperty({ enum: ['verified'] })
  readonly code!: string;

  @ApiProperty({ format: 'date-time' })
  readonly answered_at!: string;

  @ApiProperty({
    required: false,
    pattern: NAME.source,
    description: 'The id of the alternative that was shown, if the policy has `any_of`',
  })
  readonly alternative?: string;
}

@ApiSchema({ name: 'RequestView', description: 'A request with its state, for the client that created it.' })
export class RequestViewDto extends PresentationRequestDto {
  @ApiProperty({ enum: ['pending', 'answered', 'disclosed', 'expired'] })
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
