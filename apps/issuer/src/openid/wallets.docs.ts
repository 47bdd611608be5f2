import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiSchema,
  ApiSecurity,
} from '@nestjs/swagger';
import { exampleIssued, MAX_HOLDER_KEYS, WALLET_EVENTS } from '@zk-income/credential';
import {
  CREDENTIAL_CONFIGURATION_ID,
  OPENINGS_PARAMETER,
  PRE_AUTHORIZED_CODE_GRANT,
} from '@zk-income/openid';
import {
  ApiJsonBody,
  ApiJsonResponse,
  ApiOpenidErrors,
  ApiProblems,
  FORM_MEDIA_TYPE,
} from '@zk-income/service-kit';

// Swagger UI fills in a form from the examples of its properties, and ignores those of the body.
const CODE = 'b3rXzUO1m0mYh1cR9b2d5A.q1Y0n5m3ZxQd0v7n2wXo8k4rT6yUeI9pLsAfGhJkZxc';
const TX_CODE = '40728153';
const TOKEN = 'b3rXzUO1m0mYh1cR9b2d5A.V2hhdCBldmVyIHlvdSByZWFkIGhlcmUgaXMgbm8gaGk';
const NOTIFICATION_ID = '3fwe98js0Vb1pQ2kPqXn7JzL5tYdKc8mRaUoEiWgHxs';
const HEADER = 'Send the access token as `Authorization: Bearer`. It is not the key of an API client.';

@ApiSchema({ name: 'TokenRequest', description: 'OpenID4VCI, section 6.1. Other parameters are ignored.' })
export class TokenRequestDto {
  @ApiProperty({ enum: [PRE_AUTHORIZED_CODE_GRANT] })
  readonly grant_type!: string;

  @ApiProperty({ example: CODE })
  readonly 'pre-authorized_code'!: string;

  @ApiProperty({
    required: false,
    description: 'What the person entered, where the offer requires it',
    example: TX_CODE,
  })
  readonly tx_code?: string;

  @ApiProperty({ required: false, description: 'Allowed, and not verified', example: 'wallet' })
  readonly client_id?: string;
}

@ApiSchema({ name: 'TokenResponse' })
export class TokenResponseDto {
  @ApiProperty()
  readonly access_token!: string;

  @ApiProperty({ enum: ['Bearer'] })
  readonly token_type!: string;

  @ApiProperty({ type: 'integer', description: 'Seconds' })
  readonly expires_in!: number;
}

@ApiSchema({ name: 'NonceResponse' })
export class NonceResponseDto {
  @ApiProperty({ description: 'For key proofs; valid for five minutes' })
  readonly c_nonce!: string;
}

@ApiSchema({ name: 'KeyProofs' })
export class KeyProofsDto {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MAX_HOLDER_KEYS,
    description: 'One JWT for each key of the holder (appendix F.1), with the key as `jwk`',
  })
  readonly jwt!: string[];
}

@ApiSchema({
  name: 'CredentialRequest',
  description: 'OpenID4VCI, section 8.2. Other parameters are ignored.',
})
export class CredentialRequestDto {
  @ApiProperty({ enum: [CREDENTIAL_CONFIGURATION_ID] })
  readonly credential_configuration_id!: string;

  @ApiProperty({ type: KeyProofsDto })
  readonly proofs!: KeyProofsDto;

  @ApiProperty({
    name: OPENINGS_PARAMETER,
    required: false,
    description:
      'For wallets that prove policies: whether the response also has the openings of the commitments. Other wallets do not ask for them, and can then not show them.',
  })
  readonly openings?: boolean;
}

@ApiSchema({ name: 'Credential' })
export class CredentialDto {
  @ApiProperty({ description: 'An SD-JWT VC' })
  readonly credential!: string;
}

@ApiSchema({ name: 'CredentialResponse', description: 'OpenID4VCI, section 8.3.' })
export class CredentialResponseDto {
  @ApiProperty({
    type: [CredentialDto],
    description: 'In the order of the proofs; at most the batch size of the offer',
  })
  readonly credentials!: CredentialDto[];

  @ApiProperty()
  readonly notification_id!: string;

  @ApiProperty({
    name: OPENINGS_PARAMETER,
    type: [String],
    required: false,
    description:
      'If the request asks for it: the disclosures that open the commitments of each credential. They contain the income.',
  })
  readonly openings?: string[];
}

@ApiSchema({ name: 'NotificationRequest', description: 'OpenID4VCI, section 11.1.' })
export class NotificationRequestDto {
  @ApiProperty()
  readonly notification_id!: string;

  @ApiProperty({ enum: WALLET_EVENTS })
  readonly event!: string;

  @ApiProperty({ required: false, description: 'Printable ASCII. It is not stored.' })
  readonly event_description?: string;
}

const JSON_PROBLEMS = [
  'bad_request',
  'invalid_json',
  'payload_too_large',
  'unsupported_media_type',
  'access_token_invalid',
  'unavailable',
  'internal_error',
] as const;

const error = (name: string, description: string) => ({ status: 400, error: name, description });

export const ExchangeCodeDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'exchangeCode',
      summary: 'Exchange the pre-authorized code of an offer for an access token',
      description:
        'A code is exchanged once, also if the response gets lost: then the owner of the offer creates a new one. ' +
        'After a wrong transaction code, the next one is accepted 1, 2, 4, … and at most 30 seconds later.',
    }),
    ApiConsumes(FORM_MEDIA_TYPE),
    ApiBody({
      type: TokenRequestDto,
      required: true,
      examples: {
        withTransactionCode: {
          summary: 'With a transaction code',
          value: {
            grant_type: PRE_AUTHORIZED_CODE_GRANT,
            'pre-authorized_code': CODE,
            tx_code: TX_CODE,
          },
        },
      },
    }),
    ApiJsonResponse(200, TokenResponseDto, 'The access token', {
      example: { value: { access_token: TOKEN, token_type: 'Bearer', expires_in: 300 } },
    }),
    ApiOpenidErrors(
      error('unsupported_grant_type', 'The grant type is not the pre-authorized code.'),
      error('invalid_request', 'A parameter is missing or repeated.'),
    ),
    ApiProblems(
      'bad_request',
      'offer_code_invalid',
      'tx_code_required',
      'tx_code_unexpected',
      'tx_code_throttled',
      'payload_too_large',
      'unsupported_media_type',
      'unavailable',
      'internal_error',
    ),
  );

export const GetNonceDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'getNonce', summary: 'Get a nonce for key proofs' }),
    ApiJsonResponse(200, NonceResponseDto, 'The nonce', {
      example: { value: { c_nonce: 'eyJhbGciOiJFUzI1NiIsInR5cCI6Inpr….eyJhdWQiOiJo….c2lnbmF0dXJl' } },
    }),
    ApiProblems('invalid_json', 'unsupported_media_type', 'unavailable', 'internal_error'),
  );

export const CollectCredentialsDocs = () =>
  applyDecorators(
    ApiSecurity('access_token'),
    ApiOperation({
      operationId: 'collectCredentials',
      summary: 'Collect the credentials of an offer',
      description: `${HEADER} The same token with the same keys gets the same credentials again, until they are accepted or the token expires.`,
    }),
    ApiJsonBody(CredentialRequestDto, {
      batch: {
        summary: 'Two credential instances, with openings',
        value: {
          credential_configuration_id: CREDENTIAL_CONFIGURATION_ID,
          proofs: {
            jwt: ['eyJ0eXAiOiJvcGVuaWQ0dmNpLXByb29mK2p3dCI….…', 'eyJ0eXAiOiJvcGVuaWQ0dmNpLXByb29mK2p3dCI….…'],
          },
          [OPENINGS_PARAMETER]: true,
        },
      },
    }),
    ApiJsonResponse(200, CredentialResponseDto, 'The credentials', {
      example: {
        value: {
          credentials: exampleIssued.credentials.map((credential) => ({ credential })),
          notification_id: NOTIFICATION_ID,
          [OPENINGS_PARAMETER]: ['WyJzYWx0IiwiZ3Jvc3NfaW5jb21lIiwi…~WyJzYWx0IiwiZGVidF9wYXltZW50cyIs…'],
        },
      },
    }),
    ApiOpenidErrors(
      error('invalid_credential_request', 'The request is malformed.'),
      error('unknown_credential_configuration', 'The issuer has no such configuration.'),
      error('unknown_credential_identifier', 'The issuer has no credential identifiers.'),
      error('invalid_proof', 'A key proof is missing or invalid.'),
      error('invalid_nonce', 'The nonce of a key proof is unknown or has expired. Get a new one.'),
      error('invalid_encryption_parameters', 'The issuer does not encrypt responses.'),
    ),
    ApiProblems(...JSON_PROBLEMS, 'offer_not_collectable', 'status_list_full'),
  );

export const NotifyIssuerDocs = () =>
  applyDecorators(
    ApiSecurity('access_token'),
    ApiOperation({
      operationId: 'notifyIssuer',
      summary: 'Tell the issuer what became of the credentials',
      description: `${HEADER} The status of the credentials stays as it is. After \`credential_accepted\` the issuer deletes its encrypted copy.`,
    }),
    ApiJsonBody(NotificationRequestDto, {
      accepted: {
        summary: 'Accepted',
        value: { notification_id: NOTIFICATION_ID, event: 'credential_accepted' },
      },
    }),
    ApiResponse({ status: 204, description: 'Recorded' }),
    ApiOpenidErrors(error('invalid_notification_request', 'The request is malformed.')),
    ApiProblems(...JSON_PROBLEMS, 'notification_unknown'),
  );
