import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ATTRIBUTES, PERSONAL_CLAIMS } from '@zk-income/credential';
import { policyExample } from './examples.js';

const NAME = '^[a-z][a-z0-9_]{0,31}$';
const INTEGER = '^(0|-?[1-9][0-9]{0,27})$';

/** These classes describe policies; what a policy may say is checked by the engine, which knows its meaning. */
@ApiSchema({ name: 'Term' })
export class TermDto {
  @ApiProperty({ pattern: NAME, description: 'An id of `credentials`', example: 'salary' })
  readonly credential!: string;

  @ApiProperty({ enum: [...ATTRIBUTES.keys()], example: 'annual_income' })
  readonly attribute!: string;

  @ApiProperty({
    type: 'integer',
    minimum: -(2 ** 32),
    maximum: 2 ** 32,
    not: { const: 0 },
    description: 'Not 0',
    example: 1,
  } as never)
  readonly coefficient!: number;
}

@ApiSchema({
  name: 'Predicate',
  description:
    'A sum of attributes with coefficients, and a bound on it or two. One of the bounds is required.',
})
export class PredicateDto {
  @ApiProperty({ minLength: 1, maxLength: 140, description: 'For people; shown as your words' })
  readonly label!: string;

  @ApiProperty({ type: [TermDto], minItems: 1, description: 'Each attribute of a credential once; one unit' })
  readonly terms!: TermDto[];

  @ApiProperty({
    required: false,
    pattern: INTEGER,
    description: 'An integer inside a string, in the smallest unit',
    example: '5400000',
  })
  readonly at_least?: string;

  @ApiProperty({
    required: false,
    pattern: INTEGER,
    description: 'An integer inside a string, in the smallest unit; not below `at_least`',
    example: '9000000',
  })
  readonly at_most?: string;
}

@ApiSchema({
  name: 'Policy',
  description:
    'What is to be shown: linear predicates over one to four credentials. No other members are allowed.',
})
export class PolicyDto {
  @ApiProperty({ enum: ['urn:zk-income:policy:1'] })
  readonly type!: string;

  @ApiProperty({ type: [String], minItems: 1, maxItems: 1, description: 'The first of `credentials`, alone' })
  readonly credential_ids!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: NAME },
    minItems: 1,
    maxItems: 4,
    uniqueItems: true,
    description: 'Ids of your choice, the carrier first',
  })
  readonly credentials!: string[];

  @ApiProperty({ minLength: 1, maxLength: 140, description: 'For people; shown as your words' })
  readonly purpose!: string;

  @ApiProperty({ description: 'ISO 4217', example: 'EUR' })
  readonly currency!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 366,
    description: 'How long ago the period of a credential may have ended',
  })
  readonly max_age_days!: number;

  @ApiProperty({
    type: [PredicateDto],
    minItems: 1,
    maxItems: 16,
    uniqueItems: true,
    example: policyExample.predicates,
  })
  readonly predicates!: PredicateDto[];

  @ApiProperty({
    type: 'object',
    selfRequired: false,
    additionalProperties: { type: 'array', minItems: 1, items: { type: 'string', format: 'uri' } },
    description: 'By credential id: the issuers that may have issued it. Without an entry any trusted one.',
  })
  readonly issuers?: Record<string, string[]>;

  @ApiProperty({
    required: false,
    enum: PERSONAL_CLAIMS,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    description: 'Claims that every credential has to show',
  })
  readonly disclose?: string[];
}
