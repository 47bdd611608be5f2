import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ATTRIBUTE_MAXIMUM,
  ATTRIBUTE_VALUE,
  ATTRIBUTES,
  BASE64URL_32_BYTES,
  COUNTRIES,
  CURRENCY_CODE,
  exampleHolderKey,
  exampleIssued,
  exampleIssueInput,
  ID_TYPES,
  ISSUE_INPUT,
  type IssueInput,
  MAX_HOLDER_KEYS,
  MAX_IDENTITY_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  MAX_WINDOW_YEARS,
  MIN_IDENTIFIER_CHARACTERS,
  PAY_PERIOD_UNITS,
  PERSONAL_CLAIMS,
  VALIDITY_DAYS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

const COORDINATE = { description: 'base64url, 32 bytes', pattern: BASE64URL_32_BYTES.source } as const;
const CLAIM_TEXT = { required: false, minLength: 1, maxLength: MAX_TEXT_CHARACTERS } as const;
const CLAIM_DATE = { required: false, format: 'date' } as const;
const { period, identity, claims } = exampleIssueInput;

@ApiSchema({
  name: 'HolderKey',
  description:
    'A public key of the holder (JWK): P-256, or Ed25519 without `y`. Other public members are allowed and ignored.',
})
export class HolderKeyDto {
  @ApiProperty({ enum: ['EC', 'OKP'] })
  readonly kty!: string;

  @ApiProperty({ enum: ['P-256', 'Ed25519'] })
  readonly crv!: string;

  @ApiProperty(COORDINATE)
  readonly x!: string;

  @ApiProperty({ ...COORDINATE, required: false, description: 'base64url, 32 bytes; only for P-256' })
  readonly y?: string;
}

@ApiSchema({
  name: 'PayPeriods',
  description:
    'The window consists of exactly so many complete pay periods, and the amounts are those of them.',
})
export class PayPeriodsDto {
  @ApiProperty({ enum: PAY_PERIOD_UNITS, example: 'month' })
  readonly unit!: 'month' | 'fortnight' | 'week';

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 260, example: 12 })
  readonly count!: number;
}

@ApiSchema({
  name: 'Period',
  description:
    'The window in which the amounts were received, both days included. Always disclosed: use the same windows for all people.',
})
export class PeriodDto {
  @ApiProperty({ format: 'date', description: 'The first day', example: period.start })
  readonly start!: string;

  @ApiProperty({ format: 'date', description: 'The last day; not after today', example: period.end })
  readonly end!: string;

  @ApiProperty({
    type: PayPeriodsDto,
    required: false,
    description:
      'Required for attributes of complete pay periods (`regular_gross`, `regular_net`) and for windows of less than a year.',
  })
  readonly pay_periods?: PayPeriodsDto;
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
    minLength: MIN_IDENTIFIER_CHARACTERS,
    maxLength: MAX_IDENTITY_CHARACTERS,
    example: identity.id,
  })
  readonly id!: string;
}

@ApiSchema({
  name: 'Claims',
  description: `Claims about the person: ${PERSONAL_CLAIMS.join(', ')}. Texts have printable characters only.`,
})
export class ClaimsDto {
  @ApiProperty({ ...CLAIM_TEXT, example: claims?.given_name })
  readonly given_name?: string;

  @ApiProperty({ ...CLAIM_TEXT, example: claims?.family_name })
  readonly family_name?: string;

  @ApiProperty({ ...CLAIM_DATE, example: claims?.birthdate })
  readonly birthdate?: string;

  @ApiProperty({ ...CLAIM_TEXT, example: 'ACME GmbH' })
  readonly employer?: string;

  @ApiProperty({ ...CLAIM_TEXT, example: 'permanent' })
  readonly employment_type?: string;

  @ApiProperty({ ...CLAIM_DATE, example: '2019-04-01' })
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
    minProperties: 1,
    maxProperties: ATTRIBUTES.size,
    propertyNames: { enum: [...ATTRIBUTES.keys()] },
    additionalProperties: { type: 'string', pattern: ATTRIBUTE_VALUE.source },
    description: `Exactly the attributes that the issuer is configured with. Each value is a decimal integer, as a string, from 0 to ${ATTRIBUTE_MAXIMUM}, in the smallest unit of the currency (or in months).`,
    example: exampleIssueInput.attributes,
  } as never)
  readonly attributes!: Record<string, string>;

  @ApiProperty({
    description: 'ISO 4217',
    pattern: CURRENCY_CODE.source,
    example: exampleIssueInput.currency,
  })
  readonly currency!: string;

  @ApiProperty({
    type: PeriodDto,
    description: `At least a year and at most ${MAX_WINDOW_YEARS} years, or exactly the days of pay periods.`,
  })
  readonly period!: PeriodDto;

  @ApiProperty({ type: IdentityDto })
  readonly identity!: IdentityDto;

  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    minLength: 1,
    maxLength: MAX_IDENTITY_CHARACTERS,
    description:
      "The payer's number or name of the contract that the amounts are of, the same each time. Required if the issuer tells the contracts of one payer apart (`ISSUER_CONTRACTS`), and otherwise not allowed. Case, separators and zeros at the start are ignored. It is committed to, and never disclosed.",
  })
  readonly contract?: string;

  @ApiProperty({ type: ClaimsDto, required: false })
  readonly claims?: Record<string, string>;

  @ApiProperty({
    type: 'integer',
    minimum: VALIDITY_DAYS.min,
    maximum: VALIDITY_DAYS.max,
    required: false,
    nullable: true,
    // Not `default`: code generators make members with a default mandatory.
    description: `Validity in days; ${VALIDITY_DAYS.default} if absent`,
  })
  readonly expires_in_days?: number;
}

@ApiSchema({ name: 'IssuedCredentials' })
export class IssuedCredentialsDto {
  @ApiProperty({ description: 'The id of the batch, for changes of its status', example: exampleIssued.id })
  readonly id!: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MAX_HOLDER_KEYS,
    description:
      'SD-JWTs with all disclosures, one per holder key, in the same order. They contain the income: give them to the holder and do not store them.',
  })
  readonly credentials!: string[];
}
