import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { ERRORS } from '@zk-income/credential';
import { IsObject, IsString, MaxLength, MinLength } from 'class-validator';
import { requestIdExample, verifiedExample } from './examples.js';

/** Codes of a presentation that was understood and found wrong. */
export const REFUSAL_CODES = Object.entries(ERRORS)
  .filter(([, { kind }]) => kind === 'refused')
  .map(([code]) => code);

const ID = { message: 'The id of a request is expected.' };

@ApiSchema({ name: 'VerifyRequest' })
export class VerifyDto {
  @ApiProperty({ example: requestIdExample })
  @IsString(ID)
  @MinLength(1, ID)
  @MaxLength(256, ID)
  readonly request_id!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'An SD-JWT+KB for each credential id of the policy; at most 64 KiB together',
  })
  @IsObject({ message: 'An object of SD-JWT+KB texts by credential id is expected.' })
  readonly presentations!: Record<string, string>;
}

@ApiSchema({ name: 'ShownPredicate' })
export class ShownPredicateDto {
  @ApiProperty({ description: "The verifier's words", example: verifiedExample.predicates[0]!.label })
  readonly label!: string;

  @ApiProperty({ description: 'What was shown', example: verifiedExample.predicates[0]!.statement })
  readonly statement!: string;
}

@ApiSchema({ name: 'Verified' })
export class VerifiedDto {
  @ApiProperty({ type: Boolean, enum: [true] })
  readonly verified!: true;

  @ApiProperty({ enum: ['verified'] })
  readonly code!: string;

  @ApiProperty({ type: [ShownPredicateDto] })
  readonly predicates!: ShownPredicateDto[];
}

@ApiSchema({ name: 'Refused' })
export class RefusedDto {
  @ApiProperty({ type: Boolean, enum: [false] })
  readonly verified!: false;

  @ApiProperty({ enum: REFUSAL_CODES })
  readonly code!: string;
}

const refused = (code: keyof typeof ERRORS) => ({
  summary: ERRORS[code].title,
  value: { verified: false, code },
});

/** Documents the verdict: one of two shapes. */
export const ApiVerdict = () =>
  applyDecorators(
    ApiExtraModels(VerifiedDto, RefusedDto),
    ApiResponse({
      status: 200,
      description: 'The presentation was understood: verified, or refused with a code',
      content: {
        'application/json': {
          schema: { oneOf: [{ $ref: getSchemaPath(VerifiedDto) }, { $ref: getSchemaPath(RefusedDto) }] },
          examples: {
            verified: { summary: 'Everything holds', value: verifiedExample },
            revoked: refused('credential_revoked'),
            otherRequest: refused('nonce_mismatch'),
            wrongProof: refused('range_proof_invalid'),
          },
        },
      },
    }),
  );
