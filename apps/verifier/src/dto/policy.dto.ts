import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ATTRIBUTES,
  COMBINATIONS,
  CURRENCY_CODE,
  EXAMPLE_INCOME,
  examplePolicy,
  INTEGER,
  MAX_AGE_DAYS,
  MAX_ALTERNATIVES,
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_CREDENTIALS_OF_PREDICATE,
  MAX_INEQUALITIES,
  MAX_ISSUER_CHARACTERS,
  MAX_ISSUERS,
  MAX_PEOPLE,
  MAX_POLICY_BYTES,
  MAX_TERMS,
  MAX_TEXT_CHARACTERS,
  NAME,
  ONE_YEAR_WINDOW,
  PERIODS,
  PERSONAL_CLAIMS,
  POLICY_TYPE,
  WINDOW_MONTHS,
} from '@zk-income/credential';

const HUMAN_TEXT = { minLength: 1, maxLength: MAX_TEXT_CHARACTERS } as const;

// These classes document policies; `parsePolicy` in the credential lib validates them.

@ApiSchema({ name: 'Term' })
export class TermDto {
  @ApiProperty({ pattern: NAME.source, description: 'An id from `credentials`', example: 'salary' })
  readonly credential!: string;

  @ApiProperty({ enum: [...ATTRIBUTES.keys()], example: 'gross_income' })
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

@ApiSchema({ name: 'WindowMonths', description: 'Lengths of periods in months; `min` is not above `max`.' })
export class WindowMonthsDto {
  @ApiProperty({ type: 'integer', minimum: WINDOW_MONTHS.min, maximum: WINDOW_MONTHS.max, example: 3 })
  readonly min!: number;

  @ApiProperty({ type: 'integer', minimum: WINDOW_MONTHS.min, maximum: WINDOW_MONTHS.max, example: 12 })
  readonly max!: number;
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
    description: `Each attribute of a credential at most once, of at most ${MAX_CREDENTIALS_OF_PREDICATE} credentials; all attributes have the same unit, and no attribute of a credential can contain another of the same sign`,
  })
  readonly terms!: TermDto[];

  @ApiProperty({
    required: false,
    enum: PERIODS,
    description:
      'What the bounds are amounts of. Required for amounts per period, and not allowed for other attributes',
  })
  readonly per?: string;

  @ApiProperty({
    required: false,
    type: WindowMonthsDto,
    description: `Lengths of the periods of credentials that the predicate adds; ${ONE_YEAR_WINDOW.min} to ${ONE_YEAR_WINDOW.max} months if absent. Amounts that count against the person are always those of ${ONE_YEAR_WINDOW.min} to ${ONE_YEAR_WINDOW.max} months`,
  })
  readonly window_months?: WindowMonthsDto;

  @ApiProperty({
    required: false,
    enum: COMBINATIONS,
    description:
      'How the periods of several credentials lie: of one time (if absent), or one after the other; the latter only with `at_least` and positive coefficients',
  })
  readonly combine?: string;

  @ApiProperty({
    required: false,
    pattern: INTEGER.source,
    description: 'A decimal integer, as a string, in the smallest unit; from -(2^63 - 1) to 2^63 - 1',
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

@ApiSchema({ name: 'Alternative' })
export class AlternativeDto {
  @ApiProperty({
    pattern: NAME.source,
    description: 'Chosen by the verifier. Verdict and receipt name the alternative that was shown.',
    example: 'two_incomes',
  })
  readonly id!: string;

  @ApiProperty({ ...HUMAN_TEXT, description: "Shown to the holder as the verifier's own words" })
  readonly label!: string;

  @ApiProperty({ type: [PredicateDto], minItems: 1, maxItems: MAX_INEQUALITIES, uniqueItems: true })
  readonly predicates!: PredicateDto[];
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
    maxItems: MAX_CREDENTIALS,
    uniqueItems: true,
    description:
      'The first id of `credentials`, and no other. With `any_of` and `people`, the first credential of each alternative and person',
  })
  readonly credential_ids!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: NAME.source },
    minItems: 1,
    maxItems: MAX_CREDENTIALS,
    uniqueItems: true,
    description:
      'Ids chosen by the verifier. The presentation of the first credential of each person contains the proof.',
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
    description:
      'Maximum number of days since the end of the period of a credential, of consecutive ones the last',
  })
  readonly max_age_days!: number;

  @ApiProperty({
    type: [PredicateDto],
    maxItems: MAX_INEQUALITIES,
    uniqueItems: true,
    description:
      `May only be empty beside \`any_of\`. The proof covers at most ${MAX_INEQUALITIES} derived commitments: one or two for each \`at_least\` and \`at_most\`, and the bounds ` +
      'of attributes with which a value out of range could help.',
    example: examplePolicy.predicates,
  })
  readonly predicates!: PredicateDto[];

  @ApiProperty({
    type: [AlternativeDto],
    required: false,
    minItems: 2,
    maxItems: MAX_ALTERNATIVES,
    description:
      'Alternatives, of which the holder shows one, together with `predicates`. A credential that only other alternatives use is not presented.',
  })
  readonly any_of?: AlternativeDto[];

  @ApiProperty({
    type: 'object',
    selfRequired: false,
    minProperties: 2,
    maxProperties: MAX_PEOPLE,
    propertyNames: { pattern: NAME.source },
    additionalProperties: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_CREDENTIALS,
      uniqueItems: true,
      items: { type: 'string', pattern: NAME.source },
    },
    description:
      'The credential ids of each person, where there are several: each id once, in the order of `credentials`. Requires ' +
      '`disclose` with given_name, family_name and birthdate, and the birthdates must differ. Each person proves their own ' +
      'predicates; one that counts credentials of several people, with one bound, is proved by the first of them, who ' +
      'learns the exact sum of each of the others. The verifier learns no amount.',
  } as never)
  readonly people?: Record<string, string[]>;

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
