import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import {
  CREATE_OFFER_INPUT,
  type CreateOfferInput,
  OFFER_BATCH_SIZE,
  OFFER_EXPIRY_SECONDS,
  TX_CODE,
  WALLET_EVENTS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import { IssueDto } from './issue.dto.js';

@HasShape<CreateOfferInput>(CREATE_OFFER_INPUT)
@ApiSchema({ name: 'OfferRequest' })
export class CreateOfferDto extends OmitType(IssueDto, ['holder_keys'] as const) {
  @ApiProperty({
    type: 'integer',
    minimum: OFFER_BATCH_SIZE.min,
    maximum: OFFER_BATCH_SIZE.max,
    required: false,
    nullable: true,
    description: `The most credential instances that the wallet gets, one for each of its keys; ${OFFER_BATCH_SIZE.default} if absent`,
  })
  readonly batch_size?: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    nullable: true,
    description:
      'Whether the person enters a transaction code in the wallet, which they get by another channel than the link; true if absent. With `false`, the first wallet that opens the link gets the credentials.',
  })
  readonly tx_code?: boolean;

  @ApiProperty({
    type: 'integer',
    minimum: OFFER_EXPIRY_SECONDS.min,
    maximum: OFFER_EXPIRY_SECONDS.max,
    required: false,
    nullable: true,
    description: `Seconds until the offer expires; ${OFFER_EXPIRY_SECONDS.default} if absent`,
  })
  readonly expires_in?: number;
}

const SECRET_LINK = 'It contains a secret: give it to the person only, and store it nowhere else.';

@ApiSchema({ name: 'CreatedOffer' })
export class CreatedOfferDto {
  @ApiProperty({ description: 'The id of the offer, and of the batch of credentials once it is collected' })
  readonly id!: string;

  @ApiProperty({
    format: 'uri',
    description: `Opens a wallet: as a link on the device of the wallet, or as a QR code. ${SECRET_LINK}`,
  })
  readonly offer_uri!: string;

  @ApiProperty({
    format: 'uri',
    description: `A web page with the offer in its fragment, which browsers send to no server. ${SECRET_LINK}`,
  })
  readonly link!: string;

  @ApiProperty({
    required: false,
    pattern: `^\\d{${TX_CODE.digits}}$`,
    description:
      'The transaction code. Send it by another channel than the link, never on the same page, letter or screen.',
  })
  readonly tx_code?: string;

  @ApiProperty({ format: 'date-time' })
  readonly expires_at!: string;
}

@ApiSchema({ name: 'OfferAlert' })
export class OfferAlertDto {
  @ApiProperty({
    enum: ['already_collected', 'not_collected', 'wrong_tx_codes', 'too_many_wrong_tx_codes', 'not_issuable'],
  })
  readonly code!: string;

  @ApiProperty({ description: 'What happened, and what to do' })
  readonly detail!: string;
}

@ApiSchema({ name: 'WalletNotification', description: 'What the wallet said of the credentials.' })
export class WalletNotificationDto {
  @ApiProperty({ enum: WALLET_EVENTS })
  readonly event!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;
}

@ApiSchema({ name: 'OfferView', description: 'An offer, for the client that created it.' })
export class OfferViewDto {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({
    enum: ['created', 'opened', 'issued', 'expired', 'failed', 'withdrawn'],
    description:
      '`opened`: a wallet has exchanged the code and has 5 minutes to collect. `failed`: create a new offer; `alerts` says why.',
  })
  readonly state!: string;

  @ApiProperty({ format: 'date-time' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expires_at!: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly opened_at?: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly issued_at?: string;

  @ApiProperty({ type: 'integer' })
  readonly batch_size!: number;

  @ApiProperty({ type: 'integer', required: false, description: 'Credential instances that the wallet got' })
  readonly issued?: number;

  @ApiProperty({ type: WalletNotificationDto, required: false })
  readonly notification?: WalletNotificationDto;

  @ApiProperty({ type: [OfferAlertDto] })
  readonly alerts!: OfferAlertDto[];
}
