import type {
  CreatedWebhook,
  CreateWebhookInput,
  WebhookDeliveryView,
  WebhookEndpoints,
  WebhookEndpointView,
  WebhookOutbox,
} from '@zk-income/webhooks';
import type { Result } from '../result.js';

/** What the actions work on: the webhooks of one client at one service. */
export interface Webhooks {
  readonly endpoints: WebhookEndpoints;
  readonly outbox: WebhookOutbox;
  readonly client: string;
}

/** The only output that contains a secret is that of the run that created it. */
const secretLines = ({ secret, public_key }: CreatedWebhook): string[] => [
  'Secret (not stored, not shown again):',
  secret,
  ...(public_key ? ['Public key:', public_key] : []),
];

const webhookLine = ({ id, url, state, events, created_at }: WebhookEndpointView): string =>
  `${id}  ${state}  ${url}  ${events.join(' ')}  since ${created_at}`;

const deliveryLine = ({
  id,
  type,
  subject_id,
  state,
  attempts,
  status,
  error,
  next_attempt_at,
}: WebhookDeliveryView) =>
  [
    `  ${id}  ${type} ${subject_id}  ${state} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(error === undefined ? [] : [error]),
    ...(next_attempt_at === undefined ? [] : [`next attempt ${next_attempt_at}`]),
  ].join(', ');

/** @param withDeliveries adds the latest deliveries of each webhook */
export async function listWebhooks(
  { endpoints, outbox, client }: Webhooks,
  withDeliveries: boolean,
): Promise<Result> {
  const webhooks = await Promise.all(
    (await endpoints.list(client)).map(async (webhook) => ({
      ...webhook,
      ...(withDeliveries && { deliveries: await outbox.list(client, webhook.id) }),
    })),
  );
  const lines = webhooks.flatMap((webhook) => [
    webhookLine(webhook),
    ...(webhook.deliveries?.map(deliveryLine) ?? []),
  ]);
  return {
    lines: lines.length > 0 ? lines : [`Client ${client} has no webhook.`],
    json: { client, webhooks },
  };
}

export async function registerWebhook(
  { endpoints, client }: Webhooks,
  input: CreateWebhookInput,
): Promise<Result> {
  const webhook = await endpoints.create(client, input);
  return {
    lines: [`Registered webhook ${webhook.id} of client ${client}: ${webhook.url}`, ...secretLines(webhook)],
    json: { client, webhook },
  };
}

export async function removeWebhook({ endpoints, client }: Webhooks, id: string): Promise<Result> {
  await endpoints.remove(client, id);
  return {
    lines: [`Removed webhook ${id} of client ${client}. Its deliveries are dropped.`],
    json: { client, id, removed: true },
  };
}

export async function resendDelivery(
  { outbox, client }: Webhooks,
  { id, delivery }: { readonly id: string; readonly delivery: string },
): Promise<Result> {
  await outbox.resend(client, id, delivery);
  return {
    lines: [`The service will send ${delivery} again.`],
    json: { client, id, delivery, queued: true },
  };
}
