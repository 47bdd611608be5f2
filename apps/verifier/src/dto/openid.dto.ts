import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { REDEEM_INPUT, type RequestStatus } from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

@ApiSchema({ name: 'RequestObjectForm', description: 'Other parameters are ignored.' })
export class RequestObjectFormDto {
  @ApiProperty({
    required: false,
    maxLength: 1_024,
    description: 'Is repeated in the request object',
    example: 'qPmxiNFCR3QTm19POc8u',
  })
  readonly wallet_nonce?: string;

  @ApiProperty({ required: false, description: 'A JSON object. It has no effect', example: '{}' })
  readonly wallet_metadata?: string;
}

@ApiSchema({
  name: 'AuthorizationResponse',
  description: 'Exactly one of `vp_token`, `response` and `error`. Other parameters are ignored.',
})
export class AuthorizationResponseDto {
  @ApiProperty({
    required: false,
    description: 'A JSON object: by the id of each credential, a list of one SD-JWT+KB',
    example: '{"salary":["eyJhbGciOi…~…~eyJ0eXAiOi…"]}',
  })
  readonly vp_token?: string;

  @ApiProperty({
    required: false,
    description: 'For `direct_post.jwt`: a JWE whose JSON object contains `vp_token` and `state`',
    example: '',
  })
  readonly response?: string;

  @ApiProperty({
    required: false,
    description: 'A code such as `access_denied`. The request stays open',
    example: '',
  })
  readonly error?: string;

  @ApiProperty({ required: false, example: '' })
  readonly error_description?: string;

  @ApiProperty({ required: false, description: 'The `state` of the request object', example: 'bJ1qO8…' })
  readonly state?: string;
}

@ApiSchema({ name: 'WalletAnswer' })
export class WalletAnswerDto {
  @ApiProperty({
    required: false,
    format: 'uri',
    description: 'Where the wallet sends the person, of a request with `wallet.redirect_uri`',
  })
  readonly redirect_uri?: string;
}

@ApiSchema({ name: 'RequestStatus' })
export class RequestStatusDto implements RequestStatus {
  @ApiProperty({
    enum: ['open', 'done', 'gone'],
    description:
      '`open`: waits for an answer. `done`: there is an answer, whatever it is. `gone`: the request has expired or accepts no more attempts',
  })
  readonly state!: 'open' | 'done' | 'gone';
}

@HasShape(REDEEM_INPUT)
@ApiSchema({ name: 'RedeemRequest' })
export class RedeemDto {
  @ApiProperty({
    maxLength: REDEEM_INPUT.response_code.maxLength,
    description: 'The value after `#response_code=` in the URL to which the wallet sent the person',
    example: 'G4kSx2f8GZyY3w0t1LAq1Y0n5m3ZxQd0v7n2wXo8k4r',
  })
  readonly response_code!: string;
}
