import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  BASE64URL_32_BYTES,
  CLIENT_ID_SCHEMES,
  CREATE_REQUEST_INPUT,
  exampleLegalBasis,
  examplePolicy,
  exampleRequest,
  exampleTemplateInput,
  IMPLAUSIBLE_AMOUNT,
  type InputFault,
  listTemplates,
  MAX_INEQUALITIES,
  MAX_REDIRECT_URI_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  MAX_WALLET_ERRORS,
  NAME,
  REQUEST_EXPIRY_SECONDS,
  REQUEST_URI_METHODS,
  RESPONSE_MODES,
  WALLET_MODES,
  type WalletMode,
  type WalletOptions,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import type { RequestUrls } from '../openid/wallet-channels.js';
import { PolicyDto } from './policy.dto.js';
import { WordsDto } from './words.dto.js';

@ApiSchema({ name: 'ListingWalletOptions' })
export class ListingWalletOptionsDto implements Omit<WalletOptions, 'redirect_uri'> {
  @ApiProperty({
    enum: WALLET_MODES,
    required: false,
    description: `\`disclosure\`: for wallets that prove nothing. They disclose the claims of one credential of one person, and no income is checked. The policy has an empty list of \`predicates\`. \`${WALLET_MODES[0]}\` if absent`,
  })
  readonly mode?: WalletMode;

  @ApiProperty({
    enum: RESPONSE_MODES,
    required: false,
    description: `\`direct_post.jwt\`: wallets encrypt their answer. \`${RESPONSE_MODES[0]}\` if absent`,
  })
  readonly response_mode?: (typeof RESPONSE_MODES)[number];

  @ApiProperty({
    enum: CLIENT_ID_SCHEMES,
    required: false,
    description: `By what the certificate names the verifier. \`${CLIENT_ID_SCHEMES[0]}\` if absent`,
  })
  readonly client_id_scheme?: (typeof CLIENT_ID_SCHEMES)[number];

  @ApiProperty({
    enum: REQUEST_URI_METHODS,
    required: false,
    description: `How wallets that support both methods get the request object. \`${REQUEST_URI_METHODS[0]}\` if absent`,
  })
  readonly request_uri_method?: (typeof REQUEST_URI_METHODS)[number];

  @ApiProperty({
    required: false,
    description:
      'Whether the request also names the formats as drafts of OpenID4VP did. Some wallets need it, and others refuse such a request. `false` if absent',
  })
  readonly legacy_formats?: boolean;
}

@ApiSchema({ name: 'WalletOptions', description: 'Requires that the verifier has a certificate.' })
export class WalletOptionsDto extends ListingWalletOptionsDto implements WalletOptions {
  @ApiProperty({
    format: 'uri',
    maxLength: MAX_REDIRECT_URI_CHARACTERS,
    required: false,
    description:
      'An https URL without a fragment, for wallets on the device that asks. The wallet sends the person there with `#response_code=…`. The answer is `answered_unbound` until POST /requests/{id}/redeem gets this code from the session that asked.',
    example: 'https://portal.example/done',
  })
  readonly redirect_uri?: string;
}

/** What a request asks for. */
export class AskedDto {
  @ApiProperty({
    type: PolicyDto,
    required: false,
    description: 'What the holder must prove. Either this, or `template` and `parameters`',
    example: examplePolicy,
  })
  readonly policy?: object;

  @ApiProperty({
    required: false,
    enum: listTemplates().map(({ id }) => id),
    description: 'The id of a template of GET /policy-templates',
  })
  readonly template?: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: 'The parameters of the template',
    example: exampleTemplateInput.parameters,
  } as never)
  readonly parameters?: object;

  @ApiProperty({
    minLength: 1,
    maxLength: MAX_TEXT_CHARACTERS,
    required: false,
    description:
      'On what basis you may ask, in your words, for your records. It is not sent to wallets. The purpose is the `purpose` of the policy or a parameter of the template.',
    example: exampleLegalBasis,
  })
  readonly legal_basis?: string;
}

@HasShape(CREATE_REQUEST_INPUT)
@ApiSchema({ name: 'CreateRequest' })
export class CreateRequestDto extends AskedDto {
  @ApiProperty({
    type: 'integer',
    minimum: REQUEST_EXPIRY_SECONDS.min,
    maximum: REQUEST_EXPIRY_SECONDS.max,
    required: false,
    nullable: true,
    // Not `default`: code generators make members with a default mandatory.
    description: `Seconds until the request expires; ${REQUEST_EXPIRY_SECONDS.default} if absent`,
  })
  readonly expires_in?: number;

  @ApiProperty({
    type: WalletOptionsDto,
    required: false,
    description: 'How OpenID wallets answer. Without it, with the defaults',
  })
  readonly wallet?: WalletOptionsDto;
}

@ApiSchema({ name: 'Warning', description: 'A part of the policy that is valid, and probably not meant.' })
export class WarningDto implements InputFault {
  @ApiProperty({
    description: 'A JSON pointer (RFC 6901) as a URI fragment',
    example: '#/policy/predicates/0/at_least',
  })
  readonly pointer!: string;

  @ApiProperty({
    description: 'What it means as it stands',
    example: 'The amount is 540.00 EUR: amounts are in the smallest unit, so 100 is 1.00 EUR.',
  })
  readonly detail!: string;
}

@ApiSchema({ name: 'DescribedAlternative' })
export class DescribedAlternativeDto {
  @ApiProperty({ pattern: NAME.source, description: 'The id of the alternative', example: 'two_incomes' })
  readonly id!: string;

  @ApiProperty({ description: "The verifier's own words", example: 'Two incomes' })
  readonly label!: string;

  @ApiProperty({ type: [WordsDto], description: 'Each predicate in words made from its terms, in order' })
  readonly statements!: WordsDto[];
}

@ApiSchema({ name: 'PresentationRequest', description: 'Send this to the holder unchanged.' })
export class PresentationRequestDto {
  @ApiProperty({
    description: '128 random bits. The id is the capability to answer the request.',
    example: exampleRequest.id,
  })
  readonly id!: string;

  @ApiProperty({
    description: '256 random bits, base64url',
    pattern: BASE64URL_32_BYTES.source,
    example: exampleRequest.nonce,
  })
  readonly nonce!: string;

  @ApiProperty({ description: 'The client_id of the verifier', example: exampleRequest.audience })
  readonly audience!: string;

  @ApiProperty({
    type: [String],
    maxItems: 1,
    description:
      'base64url of the canonical JSON (RFC 8785) of the policy; an empty list in disclosure mode, which proves nothing',
  })
  readonly transaction_data!: string[];

  @ApiProperty({ type: PolicyDto, description: 'The decoded policy of `transaction_data`' })
  readonly policy!: PolicyDto;

  @ApiProperty({ format: 'date-time', example: exampleRequest.expires_at })
  readonly expires_at!: string;

  @ApiProperty({
    type: [WordsDto],
    maxItems: MAX_INEQUALITIES,
    description: 'Each predicate in words made from its terms, in order: what the person is asked to prove',
    example: exampleRequest.statements,
  })
  readonly statements!: WordsDto[];

  @ApiProperty({
    type: [DescribedAlternativeDto],
    required: false,
    description: 'The alternatives of the policy (`any_of`) in words. The person shows one of them.',
  })
  readonly alternatives?: DescribedAlternativeDto[];

  @ApiProperty({
    type: [WarningDto],
    description: `What you probably did not mean, though the policy is valid: an amount other than 0 of fewer than ${IMPLAUSIBLE_AMOUNT.toString()} whole units for the largest coefficient of its predicate, in a currency with decimals; an issuer that the verifier does not trust, beside one that it does. Empty if there is nothing to warn of.`,
    example: exampleRequest.warnings,
  })
  readonly warnings!: WarningDto[];

  @ApiProperty({
    required: false,
    description:
      'Names the state of the request for GET /requests/status/{status_id}; only where OpenID wallets can answer',
  })
  readonly status_id?: string;
}

@ApiSchema({
  name: 'CreatedRequest',
  description:
    'Send this to the holder unchanged, or show `wallet_link`. The links contain a secret and are not shown again.',
})
export class CreatedRequestDto extends PresentationRequestDto implements Partial<RequestUrls> {
  @ApiProperty({
    format: 'uri',
    required: false,
    description: 'Opens an OpenID wallet, also as a QR code; only if the verifier has a certificate',
  })
  readonly wallet_link?: string;

  @ApiProperty({
    format: 'uri',
    required: false,
    description:
      'A page that opens a wallet, with a QR code and the state; only if the verifier has a certificate',
  })
  readonly link?: string;
}

@ApiSchema({ name: 'WalletError', description: 'What a wallet reported instead of an answer.' })
export class WalletErrorDto {
  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ description: 'A code of the wallet', example: 'access_denied' })
  readonly error!: string;

  @ApiProperty({ required: false, description: "The wallet's own words" })
  readonly error_description?: string;
}

@ApiSchema({ name: 'OwnerVerdict' })
export class OwnerVerdictDto {
  @ApiProperty({ enum: [true], type: Boolean })
  readonly verified!: true;

  @ApiProperty({ enum: ['verified'] })
  readonly code!: string;

  @ApiProperty({ format: 'date-time' })
  readonly answered_at!: string;

  @ApiProperty({
    required: false,
    pattern: NAME.source,
    description: 'The id of the alternative that was shown, if the policy has `any_of`',
  })
  readonly alternative?: string;
}

@ApiSchema({ name: 'RequestView', description: 'A request with its state, for the client that created it.' })
export class RequestViewDto extends PresentationRequestDto {
  @ApiProperty({
    enum: ['pending', 'answered', 'answered_unbound', 'disclosed', 'expired'],
    description:
      '`answered`: verified, with a receipt. `answered_unbound`: there is an answer, whose verdict and receipt are shown once its response code is redeemed. `disclosed`: claims without a proof; no income was checked',
  })
  readonly state!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Presentations that passed all checks except the last ones (distinct sources, range proof)',
  })
  readonly failed_attempts!: number;

  @ApiProperty({ type: OwnerVerdictDto, required: false, description: 'Only if answered' })
  readonly verdict?: OwnerVerdictDto;

  @ApiProperty({
    required: false,
    description:
      'Only if answered or disclosed: a JWT, signed with a key of `/.well-known/jwks.json`. `typ: zk-income-receipt+jwt` contains the proved statements and no income; `typ: zk-income-disclosure+jwt` contains claims, and says that no income was checked.',
  })
  readonly receipt?: string;

  @ApiProperty({
    required: false,
    description: 'What the request was made with',
    example: exampleLegalBasis,
  })
  readonly legal_basis?: string;

  @ApiProperty({
    required: false,
    description: 'The listing that made the request',
    example: exampleRequest.id,
  })
  readonly listing_id?: string;

  @ApiProperty({
    type: [WalletErrorDto],
    required: false,
    maxItems: MAX_WALLET_ERRORS,
    description:
      'The latest errors that wallets reported. Any party with the link of the request can report one: no error is final',
  })
  readonly wallet_errors?: WalletErrorDto[];
}
