import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import {
  AuthenticatedClient,
  BodyLimit,
  CreateWebhookDocs,
  DeleteWebhookDocs,
  Idempotent,
  ListDeliveriesDocs,
  ListWebhooksDocs,
  NoBody,
  OperationId,
  RequireScope,
  ResendDeliveryDocs,
  RotateWebhookDocs,
} from '@zk-income/service-kit';
import {
  type CreatedWebhook,
  REQUEST_EVENTS,
  type WebhookDeliveryView,
  WebhookEndpoints,
  type WebhookEndpointView,
  WebhookOutbox,
} from '@zk-income/webhooks';
import { CreateWebhookDto } from './dto/webhook.dto.js';

const WEBHOOK_BODY_BYTES = 8_192;

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly outbox: WebhookOutbox,
  ) {}

  @Post()
  @BodyLimit(WEBHOOK_BODY_BYTES)
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @Idempotent()
  @CreateWebhookDocs(CreateWebhookDto, REQUEST_EVENTS)
  createWebhook(
    @AuthenticatedClient() client: ApiClient,
    @Body() body: CreateWebhookDto,
    @OperationId() operation?: string,
  ): Promise<CreatedWebhook> {
    return this.endpoints.create(client.id, body, operation);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @ListWebhooksDocs(REQUEST_EVENTS)
  async listWebhooks(
    @AuthenticatedClient() client: ApiClient,
  ): Promise<{ readonly webhooks: readonly WebhookEndpointView[] }> {
    return { webhooks: await this.endpoints.list(client.id) };
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('request')
  @DeleteWebhookDocs()
  deleteWebhook(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.endpoints.remove(client.id, id);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @NoBody()
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @RotateWebhookDocs(REQUEST_EVENTS)
  rotateWebhook(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<CreatedWebhook> {
    return this.endpoints.rotate(client.id, id);
  }

  @Get(':id/deliveries')
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @ListDeliveriesDocs(REQUEST_EVENTS)
  async listWebhookDeliveries(
    @AuthenticatedClient() client: ApiClient,
    @Param('id') id: string,
  ): Promise<{ readonly deliveries: readonly WebhookDeliveryView[] }> {
    return { deliveries: await this.outbox.list(client.id, id) };
  }

  @Post(':id/deliveries/:delivery/resend')
  @HttpCode(204)
  @NoBody()
  @RequireScope('request')
  @ResendDeliveryDocs()
  resendWebhookDelivery(
    @AuthenticatedClient() client: ApiClient,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<void> {
    return this.outbox.resend(client.id, id, delivery);
  }
}
