import { ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
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

/** Values of parameters have several types. A schema of its own, because classes cannot say so. */
export const PARAMETER_VALUE = {
  description: 'A value of a parameter, of the JSON type in which it is sent',
  oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'array', items: { type: 'string' } }],
};
const VALUE = { $ref: getSchemaPath('ParameterValue') };

@ApiSchema({ name: 'TemplateSource', description: 'The public rule that a template follows.' })
export class TemplateSourceDto {
  @ApiProperty({ example: template.source.title })
  readonly title!: string;

  @ApiProperty({ format: 'uri', example: template.source.url })
  readonly url!: string;
}

@ApiSchema({ name: 'TemplateParameter' })
export class TemplateParameterDto implements ListedParameter {
  @ApiProperty({ pattern: NAME.source, example: template.parameters[0]!.name })
  readonly name!: string;

  @ApiProperty({
    enum: PARAMETER_TYPES,
    description:
      '`amount`: a decimal integer, as a string. `ratio`: a string such as "3", "2.5" or "10/3". `claims`: a list of names from `values`',
  })
  readonly type!: ListedParameter['type'];

  @ApiProperty({ type: WordsDto, example: template.parameters[0]!.description })
  readonly description!: WordsDto;

  @ApiProperty({ description: 'Whether there is neither a default nor a meaning of its absence' })
  readonly required!: boolean;

  @ApiProperty({ required: false, enum: PARAMETER_UNITS })
  readonly unit?: NonNullable<ListedParameter['unit']>;

  @ApiProperty({ ...VALUE, required: false } as never)
  readonly minimum?: unknown;

  @ApiProperty({ ...VALUE, required: false } as never)
  readonly maximum?: unknown;

  @ApiProperty({
    required: false,
    type: [String],
    description: 'Every value of a choice; every name of claims',
  })
  readonly values?: string[];

  @ApiProperty({ ...VALUE, required: false } as never)
  readonly default?: unknown;

  @ApiProperty(VALUE as never)
  readonly example!: unknown;
}

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

  @ApiProperty({ type: [TemplateParameterDto] })
  readonly parameters!: TemplateParameterDto[];

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
