import { ProtocolError } from '@zk-income/credential';
import {
  ISSUING_EVENTS,
  REQUEST_EVENTS,
  WEBHOOK_EVENTS,
  WebhookEndpoints,
  type WebhookEventType,
  WebhookOutbox,
} from '@zk-income/webhooks';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.js';
import { CommandError } from '../errors.js';
import { jsonOption } from '../options.js';
import type { Execute, Result } from '../result.js';
import {
  listWebhooks,
  registerWebhook,
  removeWebhook,
  resendDelivery,
  type Webhooks,
} from './webhook-actions.js';
import { WEBHOOK_SERVICES, type WebhookService } from './webhook-stores.js';

const HELP = `
STORE_ENDPOINT, AWS_REGION and TABLE_PREFIX select the store, as for the services. Secrets follow from WEBHOOK_KEYS: set it
to that of the services.`;

interface CommonOptions {
  readonly service: WebhookService;
  readonly client: string;
  readonly json?: boolean;
}

type Run = (options: CommonOptions, action: (webhooks: Webhooks) => Promise<Result>) => Promise<void>;

function parseEvent(event: string, earlier: readonly WebhookEventType[] = []): readonly WebhookEventType[] {
  if (!WEBHOOK_EVENTS.includes(event as WebhookEventType))
    throw new InvalidArgumentError(`Expected one of ${WEBHOOK_EVENTS.join(', ')}.`);
  return [...earlier, event as WebhookEventType];
}

const common = (command: Command): Command =>
  command
    .addOption(
      new Option('--service <service>', 'whose events they are')
        .choices(WEBHOOK_SERVICES)
        .makeOptionMandatory(),
    )
    .requiredOption('--client <id>', 'id of the API client')
    .addOption(jsonOption());

/** `zk-income webhooks` */
export function defineWebhooks(webhooks: Command, execute: Execute, context: Context): void {
  const run: Run = (options, action) =>
    execute(options, async () => {
      const { service, client } = options;
      const { clock } = context;
      const stores = await context.openWebhookStores(service);
      try {
        const events = service === 'issuer' ? ISSUING_EVENTS : REQUEST_EVENTS;
        const { endpoints: store, deliveries, keys, allowLoopback } = stores;
        const endpoints = new WebhookEndpoints({ store, clock, keys, events, allowLoopback });
        return await action({ endpoints, outbox: new WebhookOutbox(endpoints, deliveries, clock), client });
      } catch (error) {
        throw error instanceof ProtocolError ? new CommandError(error.message) : error;
      } finally {
        stores.close();
      }
    });
  webhooks.addHelpText('after', HELP);
  common(webhooks.command('list'))
    .description('list the webhooks of a client')
    .option('--deliveries', 'with their latest deliveries')
    .action((options: CommonOptions & { readonly deliveries?: boolean }) =>
      run(options, (all) => listWebhooks(all, options.deliveries ?? false)),
    );
  common(webhooks.command('register'))
    .description('register a URL of a client and print its secret, which is not shown again')
    .argument('<url>', 'https URL that gets the events')
    .addOption(
      new Option(
        '--event <event>',
        'event that it gets, by default all; repeat the option for several',
      ).argParser(parseEvent),
    )
    .action((url: string, options: CommonOptions & { readonly event?: readonly WebhookEventType[] }) =>
      run(options, (all) => registerWebhook(all, { url, ...(options.event && { events: options.event }) })),
    );
  common(webhooks.command('remove'))
    .description('remove a webhook of a client')
    .argument('<id>', 'id of the webhook')
    .action((id: string, options: CommonOptions) => run(options, (all) => removeWebhook(all, id)));
  common(webhooks.command('resend'))
    .description('send a delivery again')
    .argument('<id>', 'id of the webhook')
    .argument('<delivery>', 'id of the delivery: its webhook-id')
    .action((id: string, delivery: string, options: CommonOptions) =>
      run(options, (all) => resendDelivery(all, { id, delivery })),
    );
}
