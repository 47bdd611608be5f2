import {
  type Clock,
  type InputShape,
  ProtocolError,
  randomBase64url,
  shapeErrors,
} from '@zk-income/credential';
import { type DestinationRules, MAX_URL_CHARACTERS, parseDestination } from './destination.js';
import type { ClientEndpoints, SecretGeneration, WebhookEndpoint, WebhookEndpointStore } from './endpoint.js';
import type { WebhookEventType } from './event.js';
import { type EndpointSecrets, publicKeyText, secretText, type WebhookKeys } from './webhook-keys.js';

export const MAX_ENDPOINTS = 10;
/** After a rotation, webhooks have a signature of the secret before it for this time. */
export const ROTATION_SECONDS = 24 * 60 * 60;
/** Generations that sign at once. */
const MAX_GENERATIONS = 4;
/** Concurrent changes of the endpoints of one client that one call gives way to. */
const MAX_ROUNDS = 20;

/** What a client registers: a URL, and the events that it gets, by default all of the service. */
export interface CreateWebhookInput {
  readonly url: string;
  readonly events?: readonly WebhookEventType[] | null;
}

/** The shape of the input for the events of a service. */
export const webhookInput = (events: readonly WebhookEventType[]) =>
  ({
    url: {
      type: 'string',
      minLength: 1,
      maxLength: MAX_URL_CHARACTERS,
      expected: `an https URL of at most ${MAX_URL_CHARACTERS} characters`,
      code: 'webhook_url_invalid',
    },
    events: {
      type: 'list',
      items: { type: 'enum', values: events, expected: `one of ${events.join(', ')}` },
      minItems: 1,
      maxItems: events.length,
      optional: true,
      expected: `a list of ${events.join(', ')}`,
      code: 'invalid_input',
    },
  }) as const satisfies InputShape<CreateWebhookInput>;

export interface WebhookEndpointsOptions extends DestinationRules {
  readonly store: WebhookEndpointStore;
  readonly clock: Clock;
  /** Absent where the service sends no webhooks. */
  readonly keys?: WebhookKeys | undefined;
  /** The events of the service. */
  readonly events: readonly WebhookEventType[];
}

/** What a client may see of its endpoint. */
export interface WebhookEndpointView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  readonly state: 'active' | 'stopped';
  readonly created_at: string;
  /** Verifies signatures `v1a`. Absent where the service has the key of the secret no more: rotate it. */
  readonly public_key?: string;
}

/** With the secret, which is shown once. */
export interface CreatedWebhook extends WebhookEndpointView {
  readonly secret: string;
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Registers, lists, changes and removes the endpoints of clients. */
export class WebhookEndpoints {
  constructor(private readonly options: WebhookEndpointsOptions) {}

  /**
   * @param id the id of the endpoint, by default a new one. If a call with this id was interrupted, the same call returns the
   *   endpoint that it created.
   * @throws ProtocolError `webhook_url_invalid`, `webhook_limit_reached`, `webhooks_unsupported`
   */
  async create(
    ownerId: string,
    { url, events }: CreateWebhookInput,
    id: string = randomBase64url(16),
  ): Promise<CreatedWebhook> {
    const keys = this.requireKeys();
    const [fault] = shapeErrors({ url, ...(events && { events }) }, webhookInput(this.options.events));
    if (fault) throw new ProtocolError('invalid_input', fault.detail, { errors: [fault] });
    const created: WebhookEndpoint = {
      id,
      url: parseDestination(url, this.options).href,
      events: this.options.events.filter((event) => events?.includes(event) ?? true),
      createdAt: this.seconds(),
      generations: [{ name: id, keyId: keys.currentId }],
    };
    const endpoint = await this.change(ownerId, (endpoints) => {
      const existing = endpoints.find((endpoint) => endpoint.id === id);
      if (existing) return { endpoint: existing };
      if (endpoints.length >= MAX_ENDPOINTS) throw new ProtocolError('webhook_limit_reached');
      return { endpoint: created, endpoints: [...endpoints, created] };
    });
    return this.viewWithSecret(endpoint);
  }

  async list(ownerId: string): Promise<readonly WebhookEndpointView[]> {
    return (await this.all(ownerId)).map((endpoint) => this.view(endpoint, this.newestSecrets(endpoint)));
  }

  async all(ownerId: string): Promise<readonly WebhookEndpoint[]> {
    return (await this.options.store.find(ownerId))?.endpoints ?? [];
  }

  /** @throws ProtocolError `webhook_unknown`, also for an endpoint of another client */
  async find(ownerId: string, id: string): Promise<WebhookEndpoint> {
    const found = (await this.all(ownerId)).find((endpoint) => endpoint.id === id);
    if (!found) throw new ProtocolError('webhook_unknown');
    return found;
  }

  /** @throws ProtocolError `webhook_unknown`, also for an endpoint of another client */
  async remove(ownerId: string, id: string): Promise<void> {
    await this.changeOne(ownerId, id, () => undefined);
  }

  /**
   * Makes a new secret. For a day, webhooks have signatures of both. An endpoint that was stopped is active again.
   *
   * @param name names the new secret, by default at random. The same call with the same name returns the same secret.
   * @throws ProtocolError `webhook_unknown`, `webhooks_unsupported`
   */
  async rotate(ownerId: string, id: string, name: string = randomBase64url(16)): Promise<CreatedWebhook> {
    const keys = this.requireKeys();
    const until = this.seconds() + ROTATION_SECONDS;
    const rotated = await this.changeOne(ownerId, id, (endpoint) => {
      if (endpoint.generations[0]!.name === name) return endpoint;
      const { stoppedAt: _, ...active } = endpoint;
      const generations: SecretGeneration[] = [
        { name, keyId: keys.currentId },
        ...this.validGenerations(endpoint).map((old) => ({ ...old, until: old.until ?? until })),
      ];
      return { ...active, generations: generations.slice(0, MAX_GENERATIONS) };
    });
    return this.viewWithSecret(rotated!);
  }

  /** Stops an endpoint: the receiver said that it is gone. */
  async stop(ownerId: string, id: string): Promise<void> {
    await this.changeOne(ownerId, id, (endpoint) =>
      endpoint.stoppedAt === undefined ? { ...endpoint, stoppedAt: this.seconds() } : endpoint,
    );
  }

  /** The endpoints of a client that get an event now. */
  async subscribers(ownerId: string, type: WebhookEventType): Promise<readonly WebhookEndpoint[]> {
    if (!this.options.keys) return [];
    return (await this.all(ownerId)).filter(
      ({ stoppedAt, events }) => stoppedAt === undefined && events.includes(type),
    );
  }

  /** The secrets with which webhooks of an endpoint are signed now, the newest first. */
  secretsOf(endpoint: WebhookEndpoint): readonly EndpointSecrets[] {
    return this.validGenerations(endpoint).flatMap(
      (generation) => this.options.keys?.secretsOf(endpoint.id, generation) ?? [],
    );
  }

  private validGenerations({ generations }: WebhookEndpoint): readonly SecretGeneration[] {
    const now = this.seconds();
    return generations.filter(({ until }) => until === undefined || now < until);
  }

  private newestSecrets({ id, generations }: WebhookEndpoint): EndpointSecrets | undefined {
    return this.options.keys?.secretsOf(id, generations[0]!);
  }

  private view(
    { id, url, events, createdAt, stoppedAt }: WebhookEndpoint,
    secrets: EndpointSecrets | undefined,
  ): WebhookEndpointView {
    return {
      id,
      url,
      events,
      state: stoppedAt === undefined ? 'active' : 'stopped',
      created_at: isoTime(createdAt),
      ...(secrets && { public_key: publicKeyText(secrets) }),
    };
  }

  private viewWithSecret(endpoint: WebhookEndpoint): CreatedWebhook {
    const secrets = this.newestSecrets(endpoint);
    if (!secrets) throw new ProtocolError('webhooks_unsupported');
    return { ...this.view(endpoint, secrets), secret: secretText(secrets) };
  }

  private requireKeys(): WebhookKeys {
    if (!this.options.keys) throw new ProtocolError('webhooks_unsupported');
    return this.options.keys;
  }

  /** Changes one endpoint, or removes it where `update` returns undefined. */
  private async changeOne(
    ownerId: string,
    id: string,
    update: (endpoint: WebhookEndpoint) => WebhookEndpoint | undefined,
  ): Promise<WebhookEndpoint | undefined> {
    return this.change(ownerId, (endpoints) => {
      const found = endpoints.find((endpoint) => endpoint.id === id);
      if (!found) throw new ProtocolError('webhook_unknown');
      const endpoint = update(found);
      if (endpoint === found) return { endpoint };
      const others = endpoints.flatMap((other) => (other !== found ? [other] : endpoint ? [endpoint] : []));
      return { endpoint, endpoints: others };
    });
  }

  private async change<T>(
    ownerId: string,
    update: (endpoints: readonly WebhookEndpoint[]) => {
      readonly endpoint: T;
      readonly endpoints?: readonly WebhookEndpoint[];
    },
  ): Promise<T> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const stored: ClientEndpoints | undefined = await this.options.store.find(ownerId);
      const { endpoint, endpoints } = update(stored?.endpoints ?? []);
      if (!endpoints) return endpoint;
      const version = (stored?.version ?? 0) + 1;
      if (await this.options.store.replace({ ownerId, version, endpoints })) return endpoint;
    }
    throw new Error('The endpoints of the client keep changing.');
  }

  private seconds(): number {
    return Math.floor(this.options.clock.now() / 1000);
  }
}
