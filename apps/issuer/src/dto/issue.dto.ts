import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { PERSONAL_CLAIMS } from '@zk-income/credential';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { holderKeyExample, issueExample } from './examples.js';

const MAX_TEXT = 256;
const TEXT = { message: `A string of at most ${MAX_TEXT} characters is expected.` };
const OBJECT = { message: 'An object is expected.' };
const KEYS = { message: 'A list of public JWKs is expected.' };
const DAYS = { message: 'A whole number of days is expected.' };
const claimDescription = 'At most 140 printable characters';

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

  @ApiProperty({ required: false, description: 'base64url, 32 bytes; with P-256' })
  readonly y?: string;
}

@ApiSchema({ name: 'Period', description: 'Whole calendar months, UTC, both days included.' })
export class PeriodDto {
  @ApiProperty({ format: 'date', example: '2025-11-01' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly start!: string;

  @ApiProperty({ format: 'date', example: '2026-10-31' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly end!: string;
}

@ApiSchema({
  name: 'Identity',
  description: 'Who the person is for every issuer alike. A number is computed of it and nothing is kept.',
})
export class IdentityDto {
  @ApiProperty({ description: 'ISO 3166 alpha-2', example: 'DE' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly country!: string;

  @ApiProperty({ description: 'What kind of id it is', example: 'tax_id' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly id_type!: string;

  @ApiProperty({ description: 'Letters and digits count, nothing else', example: '12345678901' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly id!: string;
}

@ApiSchema({ name: 'Claims', description: `Claims about the person: ${PERSONAL_CLAIMS.join(', ')}.` })
export class ClaimsDto {
  @ApiProperty({ required: false, description: claimDescription, example: 'Erika' })
  readonly given_name?: string;

  @ApiProperty({ required: false, description: claimDescription, example: 'Mustermann' })
  readonly family_name?: string;

  @ApiProperty({ required: false, format: 'date', example: '1984-01-26' })
  readonly birthdate?: string;

  @ApiProperty({ required: false, description: claimDescription, example: 'ACME GmbH' })
  readonly employer?: string;

  @ApiProperty({ required: false, description: claimDescription, example: 'permanent' })
  readonly employment_type?: string;

  @ApiProperty({ required: false, format: 'date', example: '2019-04-01' })
  readonly employed_since?: string;
}

/** What to attest. The shape is checked here, the meaning where credentials are made. */
@ApiSchema({ name: 'IssueRequest' })
export class IssueDto {
  @ApiProperty({
    type: [HolderKeyDto],
    minItems: 1,
    maxItems: 50,
    description: 'One copy is made for each. All differ; a private part is refused.',
    example: [holderKeyExample],
  })
  @IsArray(KEYS)
  @IsObject({ each: true, ...KEYS })
  readonly holder_keys!: HolderKeyDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', pattern: '^(0|[1-9][0-9]{0,15})$' },
    description:
      "Exactly the issuer's attributes, each an integer inside a string from 0 to 9007199254740991, in the smallest unit of the currency (or in months).",
    example: issueExample.attributes,
  })
  @IsObject(OBJECT)
  readonly attributes!: Record<string, string>;

  @ApiProperty({ description: 'ISO 4217', example: 'EUR' })
  @IsString(TEXT)
  @MaxLength(MAX_TEXT, TEXT)
  readonly currency!: string;

  @ApiProperty({ type: PeriodDto, description: 'Twelve months for `annual_…`; not ending after today.' })
  @IsObject(OBJECT)
  @ValidateNested(OBJECT)
  @Type(() => PeriodDto)
  readonly period!: PeriodDto;

  @ApiProperty({ type: IdentityDto })
  @IsObject(OBJECT)
  @ValidateNested(OBJECT)
  @Type(() => IdentityDto)
  readonly identity!: IdentityDto;

  @ApiProperty({ type: ClaimsDto, required: false })
  @IsOptional()
  @IsObject(OBJECT)
  readonly claims?: Record<string, string>;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 366, default: 30, required: false })
  @IsOptional()
  @IsInt(DAYS)
  readonly expires_in_days?: number;
}

@ApiSchema({ name: 'IssuedCopies' })
export class IssuedCopiesDto {
  @ApiProperty({ description: 'Names the batch, for its status', example: 'n0qyvG3bq0mYh1cR9b2d5A' })
  readonly id!: string;

  @ApiProperty({
    type: [String],
    description:
      'SD-JWTs with all disclosures, one per holder key, in order. They hold the income: hand them to the holder and keep none.',
  })
  readonly credentials!: string[];
}
