import { ApiProperty, ApiSchema, getSchemaPath, type SchemaObject } from '@nestjs/swagger';
import {
  CURRENCY_CODE,
  type ListedParameter,
  type ListedTemplate,
  listTemplates,
  NAME,
  PARAMETER_TYPES,
  PARAMETER_UNITS,
} from '@zk-income/credential';
import { WordsDto } from './words.dto.js';

const [template] = listTemplates() as [ListedTemplate];
const [parameter] = template.parameters as [ListedParameter];

@ApiSchema({ name: 'TemplateSource', description: 'The public rule that a template follows.' })
export class TemplateSourceDto {
  @ApiProperty({ example: template.source.title })
  readonly title!: string;

  @ApiProperty({ format: 'uri', example: template.source.url })
  readonly url!: string;
}

/**
 * A schema, because a class gives every property a type: those without one here have the JSON type in which the value is
 * sent. (A `oneOf` of them has no valid Java class.)
 */
export const TEMPLATE_PARAMETER = {
  type: 'object',
  description: 'A parameter of a template.',
  properties: {
    name: { type: 'string', pattern: NAME.source, example: parameter.name },
    type: {
      type: 'string',
      enum: [...PARAMETER_TYPES],
      description:
        '`amount`: a decimal integer, as a string. `ratio`: a string such as "3", "2.5" or "10/3". `claims`: a list of names from `values`',
    },
    description: { $ref: getSchemaPath(WordsDto) },
    required: {
      type: 'boolean',
      description: 'Whether there is neither a default nor a meaning of its absence',
    },
    unit: { type: 'string', enum: [...PARAMETER_UNITS] },
    minimum: { description: 'The smallest value, of the type of the parameter' },
    maximum: { description: 'The largest value, of the type of the parameter' },
    values: {
      type: 'array',
      items: { type: 'string' },
      description: 'Every value of a choice; every name of claims',
    },
    default: { description: 'The value if absent, of the type of the parameter' },
    example: { description: 'A valid value' },
  },
  required: ['name', 'type', 'description', 'required', 'example'],
} satisfies SchemaObject & { properties: Record<keyof ListedParameter, unknown> };

@ApiSchema({ name: 'PolicyTemplate', description: 'A kind of policy, whose parameters the caller chooses.' })
export class PolicyTemplateDto implements ListedTemplate {
  @ApiProperty({ pattern: NAME.source, description: '`template` of POST /requests', example: template.id })
  readonly id!: string;

  @ApiProperty({ type: WordsDto, example: template.name })
  readonly name!: WordsDto;

  @ApiProperty({ type: WordsDto, example: template.description })
  readonly description!: WordsDto;

  @ApiProperty({ type: TemplateSourceDto })
  readonly source!: TemplateSourceDto;

  @ApiProperty({
    required: false,
    pattern: CURRENCY_CODE.source,
    description: 'The currency of the rule. Without it, `currency` is a parameter',
  })
  readonly currency?: string;

  @ApiProperty({ type: 'array', items: { $ref: getSchemaPath('TemplateParameter') } })
  readonly parameters!: ListedParameter[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Valid `parameters` of POST /requests: the required ones',
    example: template.example,
  })
  readonly example!: Readonly<Record<string, unknown>>;
}

@ApiSchema({ name: 'TemplateList' })
export class TemplateListDto {
  @ApiProperty({ type: [PolicyTemplateDto] })
  readonly templates!: PolicyTemplateDto[];
}
