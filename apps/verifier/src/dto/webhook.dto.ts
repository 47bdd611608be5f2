import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { HasShape } from '@zk-income/service-kit';
import { type CreateWebhookInput, REQUEST_EVENTS, webhookInput } from '@zk-income/webhooks';

@HasShape<CreateWebhookInput>(webhookInput(REQUEST_EVENTS))
@ApiSchema({ name: 'WebhookRequest' })
export class CreateWebhookDto implements CreateWebhookInput {
  @ApiProperty({
    minLength: 1,
    maxLength: 2_048,
    description: 'An https URL with the port 443 or 8443, on a host with public addresses',
  })
  readonly url!: string;

  @ApiProperty({
    enum: REQUEST_EVENTS,
    isArray: true,
    minItems: 1,
    maxItems: REQUEST_EVENTS.length,
    required: false,
    nullable: true,
    description: 'The events that it gets; all if absent',
  })
  readonly events?: (typeof REQUEST_EVENTS)[number][] | null;
}
