import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'FieldError', description: 'An error in one member of the input.' })
export class FieldErrorDto {
  @ApiProperty({ description: 'A JSON pointer (RFC 6901) as a URI fragment', example: '#/period/start' })
  readonly pointer!: string;

  @ApiProperty({ description: 'What was expected', example: 'Expected a string of at most 256 characters.' })
  readonly detail!: string;
}

@ApiSchema({
  name: 'Problem',
  description: 'Problem details (RFC 9457). Clients evaluate `code`, which is stable.',
})
export class ProblemDto {
  @ApiProperty({
    format: 'uri',
    description: 'A URN with the code',
    example: 'urn:zk-income:problem:validation_failed',
  })
  readonly type!: string;

  @ApiProperty({ description: 'A summary of the error for humans; may change' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  readonly status!: number;

  @ApiProperty({
    description: 'Explains this occurrence of the error. Never repeats a value of the request.',
  })
  readonly detail!: string;

  @ApiProperty({ description: 'The stable error code', example: 'validation_failed' })
  readonly code!: string;

  @ApiProperty({
    format: 'uri',
    description: 'Identifies the request in the logs; the UUID is also in the header `X-Request-Id`',
    example: 'urn:uuid:0b1f0a0e-6a4e-4f0e-9d4b-1d7c6f0c2a11',
  })
  readonly instance!: string;

  @ApiProperty({
    type: [FieldErrorDto],
    required: false,
    description: 'Every fault of the input, where several were looked for',
  })
  readonly errors?: FieldErrorDto[];

  @ApiProperty({
    enum: ['rate', 'month'],
    isArray: true,
    required: false,
    description:
      'Only with `rate_exceeded` and `quota_exceeded`: the exhausted policies of `RateLimit-Policy`',
  })
  readonly 'violated-policies'?: string[];
}
