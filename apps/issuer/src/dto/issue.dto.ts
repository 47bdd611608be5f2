import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ATTRIBUTE_MAXIMUM,
  ATTRIBUTE_VALUE,
  COUNTRIES,
  exampleHolderKey,
  exampleIssued,
  exampleIssueInput,
  ID_TYPES,
  ISSUE_INPUT,
  type IssueInput,
  MAX_HOLDER_KEYS,
  MAX_IDENTITY_CHARACTERS,
  MAX_INPUT_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  MIN_IDENTIFIER_CHARACTERS,
  PERSONAL_CLAIMS,
  VALIDITY_DAYS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

const CLAIM_TEXT = `At most ${MAX_TEXT_CHARACTERS} printable characters`;
const { period, identity, claims } = exampleIssueInput;

@ApiSchema({
  name: 'HolderKey',
  description: 'A public key of the holder (JWK): P-256, or Ed25519 without `y`.',
})
export class HolderKeyDto {
  @ApiProperty({ enum: ['EC', 'OKP'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256', 'Ed25519'] })
  readonly crv!: string;

  @ApiProperty({ description: 'base64url, 32 bytes' })
  readonly x!: string;

  @ApiProperty({ required: false, description: 'base64url, 32 bytes; only for P-256' })
  readonly y?: string;
}

@ApiSchema({ name: 'Period', description: 'Whole calendar months in UTC, both days included.' })
export class PeriodDto {
  @ApiProperty({ format: 'date', maxLength: MAX_INPUT_CHARACTERS, example: period.start })
  readonly start!: string;

  @ApiProperty({ format: 'date', maxLength: MAX_INPUT_CHARACTERS, example: period.end })
  readonly end!: string;
}

@ApiSchema({
  name: 'Identity',
  description:
    'Identifies the person in the same way for every issuer. The issuer derives `subject` from the identity and does not store the identity.',
})
export class IdentityDto {
  @ApiProperty({
    description: 'ISO 3166-1 alpha-2: an officially assigned code, so `GB` and not `UK`, `GR` and not `EL`',
    enum: COUNTRIES,
    example: identity.country,
  })
  readonly country!: string;

  @ApiProperty({
    description:
      'The kind of the identifier. Issuers whose credentials a holder combines must use the same kind: an id of another kind is another `subject`.',
    enum: ID_TYPES,
    example: identity.id_type,
  })
  readonly id_type!: string;

  @ApiProperty({
    description: `Letters, digits and combining marks of any script, and \`+\`, are significant; case is not. Spaces, hyphens, dots, slashes and parentheses are ignored. Any other character is rejected. At least ${MIN_IDENTIFIER_CHARACTERS} letters or digits; never a placeholder.`,
    maxLength: MAX_IDENTITY_CHARACTERS,
    example: identity.id,
  })
  readonly id!: string;
}

@ApiSchema({ name: 'Claims', description: `Claims about the person: ${PERSONAL_CLAIMS.join(', ')}.` })
export class ClaimsDto {
  @ApiProperty({ required: false, description: CLAIM_TEXT, example: claims?.given_name })
  readonly given_name?: string;

  @ApiProperty({ required: false, description: CLAIM_TEXT, example: claims?.family_name })
  readonly family_name?: string;

  @ApiProperty({ required: false, format: 'date', example: claims?.birthdate })
  readonly birthdate?: string;

  @ApiProperty({ required: false, description: CLAIM_TEXT, example: 'ACME GmbH' })
  readonly employer?: string;

  @ApiProperty({ required: false, description: CLAIM_TEXT, example: 'permanent' })
  readonly employment_type?: string;

  @ApiProperty({ required: false, format: 'date', example: '2019-04-01' })
  readonly employed_since?: string;
}

@HasShape(ISSUE_INPUT)
@ApiSchema({ name: 'IssueRequest' })
export class IssueDto {
  @ApiProperty({
    type: [HolderKeyDto],
    minItems: 1,
    maxItems: MAX_HOLDER_KEYS,
    description:
      'One credential instance is issued for each key. Keys must be distinct and must not contain a private part.',
    example: [exampleHolderKey],
  })
  readonly holder_keys!: IssueInput['holder_keys'];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', pattern: ATTRIBUTE_VALUE.source },
    description: `Exactly the attributes that the issuer is configured with. Each value is a decimal integer, as a string, from 0 to ${ATTRIBUTE_MAXIMUM}, in the smallest unit of the currency (or in months).`,
    example: exampleIssueInput.attributes,
  })
  readonly attributes!: Record<string, string>;

  @ApiProperty({
    description: 'ISO 4217',
    maxLength: MAX_INPUT_CHARACTERS,
    example: exampleIssueInput.currency,
  })
  readonly currency!: string;

  @ApiProperty({
    type: PeriodDto,
    description: 'Must be twelve months for attributes `annual_…`, and must not end after today.',
  })
  readonly period!: PeriodDto;

  @ApiProperty({ type: IdentityDto })
  readonly identity!: IdentityDto;

  @ApiProperty({ type: ClaimsDto, required: false })
  readonly claims?: Record<string, string>;

  @ApiProperty({
    type: 'integer',
    minimum: VALIDITY_DAYS.min,
    maximum: VALIDITY_DAYS.max,
    default: VALIDITY_DAYS.default,
    required: false,
    description: 'Validity in days',
  })
  readonly expires_in_days?: number;
}

@ApiSchema({ name: 'IssuedCredentials' })
export class IssuedCredentialsDto {
  @ApiProperty({ description: 'The id of the batch, for changes of its status', example: exampleIssued.id })
  readonly id!: string;

  @ApiProperty({
    type: [String],
    description:
      'SD-JWTs with all disclosures, one per holder key, in the same order. They contain the income: give them to the holder and do not store them.',
  })
  readonly credentials!: string[];
}
