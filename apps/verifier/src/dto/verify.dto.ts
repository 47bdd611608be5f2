import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ERRORS,
  examplePresentations,
  exampleRequest,
  exampleVerdict,
  MAX_CREDENTIALS,
  MAX_PRESENTATION_BYTES,
  NAME,
  type ProvedPredicate,
  REFUSAL_CODES,
  type RefusalCode,
  type RefusedVerdict,
  VERIFY_INPUT,
  type VerifiedVerdict,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import { WordsDto } from './words.dto.js';

const { label, statement } = exampleVerdict.predicates[0]!;

@HasShape(VERIFY_INPUT)
@ApiSchema({ name: 'VerifyRequest' })
export class VerifyDto {
  @ApiProperty({
    example: exampleRequest.id,
    minLength: VERIFY_INPUT.request_id.minLength,
    maxLength: VERIFY_INPUT.request_id.maxLength,
  })
  readonly request_id!: string;

  @ApiProperty({
    type: 'object',
    minProperties: 1,
    maxProperties: MAX_CREDENTIALS,
    propertyNames: { pattern: NAME.source },
    additionalProperties: { type: 'string' },
    description: `An SD-JWT+KB for each credential id of the policy, those of all people together, or of the alternative that the key bindings name; at most ${MAX_PRESENTATION_BYTES / 1024} KiB in total`,
    example: examplePresentations,
  } as never)
  readonly presentations!: Record<string, string>;
}

@ApiSchema({ name: 'ProvedPredicate' })
export class ProvedPredicateDto implements ProvedPredicate {
  @ApiProperty({ description: 'The label of the predicate in the policy', example: label })
  readonly label!: string;

  @ApiProperty({
    type: WordsDto,
    description: 'The proved statement, generated from the terms of the policy',
    example: statement,
  })
  readonly statement!: WordsDto;
}

@ApiSchema({ name: 'Verified' })
export class VerifiedDto implements VerifiedVerdict {
  @ApiProperty({ type: Boolean, enum: [true] })
  readonly verified!: true;

  @ApiProperty({ enum: ['verified'] })
  readonly code!: 'verified';

  @ApiProperty({
    required: false,
    pattern: NAME.source,
    description: 'The id of the alternative that was shown, if the policy has `any_of`',
  })
  readonly alternative?: string;

  @ApiProperty({ type: [ProvedPredicateDto] })
  readonly predicates!: ProvedPredicateDto[];
}

@ApiSchema({ name: 'Refused' })
export class RefusedDto implements RefusedVerdict {
  @ApiProperty({ type: Boolean, enum: [false] })
  readonly verified!: false;

  @ApiProperty({ enum: REFUSAL_CODES })
  readonly code!: RefusalCode;

  @ApiProperty({
    description: 'The code in words, always the same for a code',
    example: ERRORS.nonce_mismatch.title,
  })
  readonly detail!: string;
}
