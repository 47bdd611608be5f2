import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'FieldError', description: 'What is wrong with one member of the input.' })
export class FieldErrorDto {
  @ApiProperty({ description: 'A JSON pointer as a URI fragment', example: '#/period/start' })
  readonly pointer!: string;

  @ApiProperty({ description: 'What was expected', example: 'start must be a string' })
  readonly detail!: string;
}

@ApiSchema({
  name: 'Problem',
  description: 'What went wrong (RFC 9457). Programs look at `code`, which is stable.',
})
export class ProblemDto {
  @ApiProperty({ format: 'uri', example: 'urn:zk-income:problem:validation_failed' })
  readonly type!: string;

  @ApiProperty({ description: 'The code in words' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  readonly status!: number;

  @ApiProperty({ description: 'What was expected or found. Never repeats a value that was sent.' })
  readonly detail!: string;

  @ApiProperty({ description: 'Stable, for programs', example: 'validation_failed' })
  readonly code!: string;

  @ApiProperty({
    format: 'uri',
    description: 'Names this occurrence in the log; also in the header `X-Request-Id`',
    example: 'urn:uuid:0b1f0a0e-6a4e-4f0e-9d4b-1d7c6f0c2a11',
  })
  readonly instance!: string;

  @ApiProperty({ type: [FieldErrorDto], required: false, description: 'With `validation_failed`' })
  readonly errors?: FieldErrorDto[];

  @ApiProperty({
    type: [String],
    required: false,
    description:
      'With `rate_exceeded` and `quota_exceeded`: the policies of `RateLimit-Policy` that allow no more',
  })
  readonly 'violated-policies'?: string[];
}
