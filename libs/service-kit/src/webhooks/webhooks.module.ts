import { type DynamicModule, type FactoryProvider, Inject, Module } from '@nestjs/common';
import type { Clock } from '@zk-income/credential';
import {
  HttpsSender,
  type WebhookDeliveryStore,
  WebhookDispatcher,
  type WebhookEndpointStore,
  WebhookEndpoints,
  type WebhookEventType,
  WebhookKeys,
  WebhookOutbox,
  type WebhookSender,
  type WebhookSubjects,
} from '@zk-income/webhooks';
import { StatefulServiceConfig } from '../config/service-config.js';
import { observeWebhook } from '../observability/observe.js';
import { BackgroundTasks } from '../service/background-tasks.js';
import {
  CLOCK,
  WEBHOOK_DELIVERY_STORE,
  WEBHOOK_ENDPOINT_STORE,
  WEBHOOK_SENDER,
  WEBHOOK_SUBJECTS,
} from '../tokens.js';
import { WebhookTimer } from './webhook-timer.js';

const STORES = Symbol('WebhookStores');

interface WebhookStores {
  readonly endpoints: WebhookEndpointStore;
  readonly deliveries: WebhookDeliveryStore;
}

interface WebhooksModuleOptions {
  /** The events of the service. */
  readonly events: readonly WebhookEventType[];
  readonly stores: Pick<FactoryProvider<WebhookStores>, 'inject' | 'useFactory'>;
  /** What the events are about. */
  readonly subjects: Pick<FactoryProvider<WebhookSubjects>, 'inject' | 'useFactory'>;
  readonly imports?: DynamicModule['imports'];
}

/** Webhooks of a service: their endpoints, the outbox, and the dispatcher, which runs for as long as the process does. */
@Module({})
export class WebhooksModule {
  constructor(
    tasks: BackgroundTasks,
    dispatcher: WebhookDispatcher,
    outbox: WebhookOutbox,
    @Inject(StatefulServiceConfig) config: StatefulServiceConfig,
  ) {
    const { WEBHOOK_KEYS: keys, WEBHOOK_INTERVAL_SECONDS: seconds } = config;
    if (keys.length > 0 && seconds > 0)
      tasks.register(new WebhookTimer(dispatcher, outbox, { intervalMs: seconds * 1000 }));
  }

  static forRootAsync({ events, stores, subjects, imports = [] }: WebhooksModuleOptions): DynamicModule {
    return {
      module: WebhooksModule,
      global: true,
      imports,
      providers: [
        { provide: STORES, ...stores },
        {
          provide: WEBHOOK_ENDPOINT_STORE,
          inject: [STORES],
          useFactory: ({ endpoints }: WebhookStores) => endpoints,
        },
        {
          provide: WEBHOOK_DELIVERY_STORE,
          inject: [STORES],
          useFactory: ({ deliveries }: WebhookStores) => deliveries,
        },
        {
          provide: WEBHOOK_SENDER,
          inject: [StatefulServiceConfig],
          useFactory: ({ WEBHOOK_LOOPBACK: allowLoopback }: StatefulServiceConfig) =>
            new HttpsSender({ allowLoopback }),
        },
        { provide: WEBHOOK_SUBJECTS, ...subjects },
        {
          provide: WebhookEndpoints,
          inject: [WEBHOOK_ENDPOINT_STORE, CLOCK, StatefulServiceConfig],
          useFactory: (
            store: WebhookEndpointStore,
            clock: Clock,
            { WEBHOOK_KEYS: keys, WEBHOOK_LOOPBACK: allowLoopback }: StatefulServiceConfig,
          ) =>
            new WebhookEndpoints({
              store,
              clock,
              keys: keys.length === 0 ? undefined : new WebhookKeys(keys),
              events,
              allowLoopback,
            }),
        },
        {
          provide: WebhookOutbox,
          inject: [WebhookEndpoints, WEBHOOK_DELIVERY_STORE, CLOCK],
          useFactory: (endpoints: WebhookEndpoints, deliveries: WebhookDeliveryStore, clock: Clock) =>
            new WebhookOutbox(endpoints, deliveries, clock),
        },
        {
          provide: WebhookDispatcher,
          inject: [
            WebhookEndpoints,
            WEBHOOK_ENDPOINT_STORE,
            WEBHOOK_DELIVERY_STORE,
            WEBHOOK_SUBJECTS,
            WEBHOOK_SENDER,
            CLOCK,
          ],
          useFactory: (
            endpoints: WebhookEndpoints,
            endpointStore: WebhookEndpointStore,
            deliveries: WebhookDeliveryStore,
            subjects: WebhookSubjects,
            sender: WebhookSender,
            clock: Clock,
          ) =>
            new WebhookDispatcher({
              endpoints,
              endpointStore,
              deliveries,
              subjects,
              sender,
              clock,
              observe: observeWebhook,
            }),
        },
      ],
      exports: [WebhookEndpoints, WebhookOutbox, WebhookDispatcher],
    };
  }
}
