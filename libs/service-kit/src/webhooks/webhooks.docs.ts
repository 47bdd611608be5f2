import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import {
  type CreatedWebhook,
  MAX_ENDPOINTS,
  MAX_LISTED_DELIVERIES,
  ROTATION_SECONDS,
  type WebhookDeliveryView,
  type WebhookEventType,
} from '@zk-income/webhooks';
import { ApiJsonBody, ApiJsonResponse } from '../openapi/api-json.js';
import { ApiProblems, BODY_PROBLEMS } from '../openapi/api-problems.js';
import {
  CreatedWebhookDto,
  exampleWebhookUrl,
  WebhookDeliveryListDto,
  WebhookListDto,
} from './webhook.dto.js';

const ID = 'fXmTq1k0bq5Vt8zD3o2C4A';
const DELIVERY_ID = 'msg_69259a80Vh3kq0mYh1cR9b2d5AxZ0Q';
const HOURS = ROTATION_SECONDS / 3_600;

const createdExample = (events: readonly WebhookEventType[]): CreatedWebhook => ({
  id: ID,
  url: exampleWebhookUrl,
  events,
  state: 'active',
  created_at: '2026-11-24T12:00:00.000Z',
  public_key: 'whpk_d5oPU1r3uYfYpOqVnq0VnBvUhHPkRP3Q1Jv0h5pF0rA=',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
});

const deliveryExample = (type: WebhookEventType): WebhookDeliveryView => ({
  id: DELIVERY_ID,
  type,
  subject_id: 'zVhlbMkq0Ckj1uFfYjQbdQ',
  happened_at: '2026-11-24T12:03:11.000Z',
  state: 'retrying',
  attempts: 2,
  last_attempt_at: '2026-11-24T12:03:17.000Z',
  next_attempt_at: '2026-11-24T12:03:48.000Z',
  status: 500,
});

const WebhookId = () =>
  ApiParam({ name: 'id', schema: { type: 'string' }, description: 'The `id` of the webhook', example: ID });

/** Documents the routes of webhooks of a service with these events. */
export const CreateWebhookDocs = (body: Type, events: readonly WebhookEventType[]) =>
  applyDecorators(
    ApiOperation({
      operationId: 'createWebhook',
      summary: 'Register a URL that gets events (Standard Webhooks)',
      description: `The service posts \`{ type, timestamp, data: { id, sequence } }\` to the URL, signed with \`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\`, and repeats it for a day until the response is 2xx. A client has at most ${MAX_ENDPOINTS} webhooks. See docs/webhooks.md.`,
    }),
    ApiJsonBody(body, {
      all: { summary: 'All events', value: { url: exampleWebhookUrl } },
      some: { summary: 'Some events', value: { url: exampleWebhookUrl, events: events.slice(0, 1) } },
    }),
    ApiJsonResponse(201, CreatedWebhookDto, 'The webhook, with its secret', {
      example: { value: createdExample(events) },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'webhook_url_invalid',
      'webhook_limit_reached',
      'webhooks_unsupported',
      'unavailable',
      'internal_error',
    ),
  );

export const ListWebhooksDocs = (events: readonly WebhookEventType[]) => {
  const { secret: _, ...webhook } = createdExample(events);
  return applyDecorators(
    ApiOperation({ operationId: 'listWebhooks', summary: 'List the webhooks of the client' }),
    ApiJsonResponse(200, WebhookListDto, 'The webhooks, without their secrets', {
      example: { value: { webhooks: [webhook] } },
    }),
    ApiProblems('unavailable', 'internal_error'),
  );
};

export const DeleteWebhookDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'deleteWebhook',
      summary: 'Remove a webhook',
      description: 'Events that were not delivered yet are dropped.',
    }),
    WebhookId(),
    ApiResponse({ status: 204, description: 'Webhook removed' }),
    ApiProblems('webhook_unknown', 'unavailable', 'internal_error'),
  );

export const RotateWebhookDocs = (events: readonly WebhookEventType[]) =>
  applyDecorators(
    ApiOperation({
      operationId: 'rotateWebhook',
      summary: 'Make a new secret for a webhook',
      description: `For ${HOURS} hours, events have signatures of both secrets. A webhook that was stopped is active again.`,
    }),
    WebhookId(),
    ApiJsonResponse(200, CreatedWebhookDto, 'The webhook, with its new secret', {
      example: { value: createdExample(events) },
    }),
    ApiProblems('webhook_unknown', 'webhooks_unsupported', 'unavailable', 'internal_error'),
  );

export const ListDeliveriesDocs = (events: readonly WebhookEventType[]) =>
  applyDecorators(
    ApiOperation({
      operationId: 'listWebhookDeliveries',
      summary: 'List the latest deliveries of a webhook',
      description: `At most ${MAX_LISTED_DELIVERIES}, those of the latest requests or offers first. The service keeps them for 30 days.`,
    }),
    WebhookId(),
    ApiJsonResponse(200, WebhookDeliveryListDto, 'The deliveries', {
      example: { value: { deliveries: [deliveryExample(events[0]!)] } },
    }),
    ApiProblems('webhook_unknown', 'unavailable', 'internal_error'),
  );

export const ResendDeliveryDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'resendWebhookDelivery',
      summary: 'Deliver an event again',
      description:
        'With the same `webhook-id`, also if it was delivered. The service sends it within seconds.',
    }),
    WebhookId(),
    ApiParam({
      name: 'delivery',
      schema: { type: 'string' },
      description: 'The `id` of the delivery',
      example: DELIVERY_ID,
    }),
    ApiResponse({ status: 204, description: 'The service will send it' }),
    ApiProblems(
      'webhook_unknown',
      'webhook_delivery_unknown',
      'webhook_stopped',
      'unavailable',
      'internal_error',
    ),
  );
