import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'OpenidError', description: 'An error of OAuth 2.0 (RFC 6749, section 5.2).' })
export class OpenidErrorDto {
  @ApiProperty({ description: 'The code of the standard', example: 'invalid_request' })
  readonly error!: string;

  @ApiProperty({
    description: 'Explains the error to developers, in ASCII. Never repeats a value of the request.',
  })
  readonly error_description!: string;

  @ApiProperty({
    required: false,
    description: 'The code of this service, where it has one. Other standards do not define the member.',
    example: 'request_expired',
  })
  readonly code?: string;
}
