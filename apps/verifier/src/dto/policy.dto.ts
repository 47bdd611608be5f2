import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ATTRIBUTES,
  CURRENCY_CODE,
  EXAMPLE_INCOME,
  examplePolicy,
  INTEGER,
  MAX_AGE_DAYS,
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_INEQUALITIES,
  MAX_ISSUER_CHARACTERS,
  MAX_ISSUERS,
  MAX_POLICY_BYTES,
  MAX_TERMS,
  MAX_TEXT_CHARACTERS,
  NAME,
  PERSONAL_CLAIMS,
  POLICY_TYPE,
} from '@zk-income/credential';

const HUMAN_TEXT = { minLength: 1, maxLength: MAX_TEXT_CHARACTERS } as const;

// These classes document policies; `parsePolicy` in the credential lib validates them.

@ApiSchema({ name: 'Term' })
export class TermDto {
  @ApiProperty({ pattern: NAME.source, description: 'An id from `credentials`', example: 'salary' })
  readonly credential!: string;

  @ApiProperty({ enum: [...ATTRIBUTES.keys()], example: 'annual_income' })
  readonly attribute!: string;

  @ApiProperty({
    type: 'integer',
    minimum: -MAX_COEFFICIENT,
    maximum: MAX_COEFFICIENT,
    not: { const: 0 },
    description: 'Not 0',
    example: 1,
  } as never)
  readonly coefficient!: number;
}

@ApiSchema({
  name: 'Predicate',
  description:
    'A linear combination of attributes with a lower bound, an upper bound, or both. One is required.',
})
export class PredicateDto {
  @ApiProperty({ ...HUMAN_TEXT, description: "Shown to the holder as the verifier's own words" })
  readonly label!: string;

  @ApiProperty({
    type: [TermDto],
    minItems: 1,
    maxItems: MAX_TERMS,
    description: 'Each attribute of a credential at most once; all attributes have the same unit',
  })
  readonly terms!: TermDto[];

  @ApiProperty({
    required: false,
    pattern: INTEGER.source,
    description: 'A decimal integer, as a string, in the smallest unit',
    example: EXAMPLE_INCOME,
  })
  readonly at_least?: string;

  @ApiProperty({
    required: false,
    pattern: INTEGER.source,
    description: 'A decimal integer, as a string, in the smallest unit; not below `at_least`',
    example: '9000000',
  })
  readonly at_most?: string;
}

@ApiSchema({
  name: 'Policy',
  description: `The statement that the holder must prove: linear predicates over one to ${MAX_CREDENTIALS} credentials. No other members are allowed. Its canonical JSON (RFC 8785) has at most ${MAX_POLICY_BYTES / 1024} KiB.`,
})
export class PolicyDto {
  @ApiProperty({ enum: [POLICY_TYPE] })
  readonly type!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: NAME.source },
    minItems: 1,
    maxItems: 1,
    description: 'The first id of `credentials`, and no other',
  })
  readonly credential_ids!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: NAME.source },
    minItems: 1,
    maxItems: MAX_CREDENTIALS,
    uniqueItems: true,
    description:
      'Ids chosen by the verifier. The presentation of the first credential contains the range proof.',
  })
  readonly credentials!: string[];

  @ApiProperty({ ...HUMAN_TEXT, description: "Shown to the holder as the verifier's own words" })
  readonly purpose!: string;

  @ApiProperty({ description: 'ISO 4217', pattern: CURRENCY_CODE.source, example: 'EUR' })
  readonly currency!: string;

  @ApiProperty({
    type: 'integer',
    minimum: MAX_AGE_DAYS.min,
    maximum: MAX_AGE_DAYS.max,
    description: 'Maximum number of days since the end of the period of a credential',
  })
  readonly max_age_days!: number;

  @ApiProperty({
    type: [PredicateDto],
    minItems: 1,
    maxItems: MAX_INEQUALITIES,
    uniqueItems: true,
    description:
      `The proof covers at most ${MAX_INEQUALITIES} inequalities: one for each \`at_least\` and \`at_most\`, the bounds of ` +
      'attributes with which a value out of range could help, and two for each credential after the first.',
    example: examplePolicy.predicates,
  })
  readonly predicates!: PredicateDto[];

  @ApiProperty({
    type: 'object',
    selfRequired: false,
    minProperties: 1,
    maxProperties: MAX_CREDENTIALS,
    propertyNames: { pattern: NAME.source },
    additionalProperties: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_ISSUERS,
      uniqueItems: true,
      items: { type: 'string', format: 'uri', maxLength: MAX_ISSUER_CHARACTERS },
    },
    description: 'Allowed issuers by credential id. Without an entry, every trusted issuer is allowed.',
  } as never)
  readonly issuers?: Record<string, string[]>;

  @ApiProperty({
    required: false,
    enum: PERSONAL_CLAIMS,
    enumName: 'PersonalClaim',
    isArray: true,
    minItems: 1,
    maxItems: PERSONAL_CLAIMS.length,
    uniqueItems: true,
    description: 'Claims that every credential must disclose',
  })
  readonly disclose?: string[];
}
