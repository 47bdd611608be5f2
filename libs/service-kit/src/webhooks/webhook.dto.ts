import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { DELIVERY_STATES, SEND_ERRORS, WEBHOOK_EVENTS } from '@zk-income/webhooks';

export const exampleWebhookUrl = 'https://portal.example/webhooks';

@ApiSchema({ name: 'Webhook' })
export class WebhookDto {
  @ApiProperty({ description: 'The id of the webhook' })
  readonly id!: string;

  @ApiProperty({ format: 'uri', description: 'The URL that gets the events', example: exampleWebhookUrl })
  readonly url!: string;

  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true, description: 'The events that it gets' })
  readonly events!: readonly string[];

  @ApiProperty({
    enum: ['active', 'stopped'],
    description: '`stopped` after the receiver answered with 410. Rotate the secret to start it again',
  })
  readonly state!: string;

  @ApiProperty({ format: 'date-time' })
  readonly created_at!: string;

  @ApiProperty({
    required: false,
    description:
      'Verifies signatures `v1a` (ed25519). Absent if the operator removed the key that the secret follows from: rotate the secret',
    example: 'whpk_MCowBQYDK2VwAyEAbXlQdWJsaWNLZXkxMjM0NTY3ODk=',
  })
  readonly public_key?: string;
}

@ApiSchema({ name: 'CreatedWebhook' })
export class CreatedWebhookDto extends WebhookDto {
  @ApiProperty({
    description:
      'Verifies signatures `v1` (HMAC-SHA256). The service shows it only now: store it like a password',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
  })
  readonly secret!: string;
}

@ApiSchema({ name: 'WebhookList' })
export class WebhookListDto {
  @ApiProperty({ type: [WebhookDto] })
  readonly webhooks!: readonly WebhookDto[];
}

@ApiSchema({ name: 'WebhookDelivery' })
export class WebhookDeliveryDto {
  @ApiProperty({ description: 'The `webhook-id` of every attempt' })
  readonly id!: string;

  @ApiProperty({ enum: WEBHOOK_EVENTS, description: 'The event' })
  readonly type!: string;

  @ApiProperty({ description: 'The id of the request, the offer or the batch of credentials' })
  readonly subject_id!: string;

  @ApiProperty({ format: 'date-time', description: 'When the event happened' })
  readonly happened_at!: string;

  @ApiProperty({ enum: DELIVERY_STATES, description: '`failed`: no further attempt follows' })
  readonly state!: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Attempts so far' })
  readonly attempts!: number;

  @ApiProperty({ format: 'date-time' })
  readonly last_attempt_at!: string;

  @ApiProperty({ format: 'date-time', required: false, description: 'Only while `retrying`' })
  readonly next_attempt_at?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'The status of the last response',
    example: 500,
  })
  readonly status?: number;

  @ApiProperty({ enum: SEND_ERRORS, required: false, description: 'Why the last attempt had no response' })
  readonly error?: string;
}

@ApiSchema({ name: 'WebhookDeliveryList' })
export class WebhookDeliveryListDto {
  @ApiProperty({ type: [WebhookDeliveryDto] })
  readonly deliveries!: readonly WebhookDeliveryDto[];
}
