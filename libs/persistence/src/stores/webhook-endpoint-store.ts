import type { ClientEndpoints, WebhookEndpoint, WebhookEndpointStore } from '@zk-income/webhooks';
import { getItem, newWriteToken, putItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'WebhookEndpoints';

interface EndpointsItem extends Omit<ClientEndpoints, 'ownerId'> {
  /** Token of the last write. */
  readonly writeToken: string;
}

/** The endpoints of a client at one service: one item, which is replaced by a conditional write on its version. */
export class DynamoWebhookEndpointStore implements WebhookEndpointStore {
  /** @param service whose events the endpoints get */
  constructor(
    private readonly store: StoreClient,
    private readonly service: string,
  ) {}

  async find(ownerId: string): Promise<ClientEndpoints | undefined> {
    const item = await this.findItem(ownerId);
    return item && { ownerId, version: item.version, endpoints: item.endpoints.map(toEndpoint) };
  }

  async replace({ ownerId, version, endpoints }: ClientEndpoints): Promise<boolean> {
    if (version < 1) return false;
    const writeToken = newWriteToken();
    const written = await putItemIf(
      this.store,
      TABLE,
      { ...this.keyOf(ownerId), version, endpoints: endpoints.map(toEndpoint), writeToken },
      version === 1
        ? { condition: 'attribute_not_exists(#owner)' }
        : { condition: '#version = :previous', values: { previous: version - 1 } },
    );
    // Our own write, if its response was lost and the SDK retried it.
    return written || (await this.findItem(ownerId))?.writeToken === writeToken;
  }

  private findItem(ownerId: string): Promise<EndpointsItem | undefined> {
    return getItem<EndpointsItem>(this.store, TABLE, this.keyOf(ownerId));
  }

  private keyOf(ownerId: string): { owner: string } {
    return { owner: `${this.service}/${ownerId}` };
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
function toEndpoint({
  id,
  url,
  events,
  createdAt,
  generations,
  stoppedAt,
}: WebhookEndpoint): WebhookEndpoint {
  return {
    id,
    url,
    events,
    createdAt,
    generations: generations.map(({ name, keyId, until }) => ({
      name,
      keyId,
      ...(until !== undefined && { until }),
    })),
    ...(stoppedAt !== undefined && { stoppedAt }),
  };
}
