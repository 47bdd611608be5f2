import type { OfferStore, StoredOffer } from '@zk-income/credential';
import { deleteItem, getItem, newWriteToken, putItem, putItemIf, putItemIfAbsent } from '../items.js';
import type { StoreClient } from '../store-client.js';
import { CHUNK_BYTES, deleteChunks, readChunks, writeChunks } from './chunks.js';

const TABLE = 'Offers';

type OfferItem = Omit<StoredOffer, 'id' | 'hasTxCode'> & {
  /** 1 for an offer with a transaction code. */
  readonly txCode: number;
  readonly ttl: number;
  /** Token of the last write. */
  readonly writeToken: string;
};

/** Content that fits into an item, or the number of its chunks. */
interface ContentItem {
  readonly bytes?: Uint8Array;
  readonly chunks?: number;
}

/**
 * Offers, one item each, which is replaced by a conditional write on its version. Their content has items of its own, because
 * it is deleted earlier and can be larger than an item.
 */
export class DynamoOfferStore implements OfferStore {
  constructor(private readonly store: StoreClient) {}

  create(offer: StoredOffer): Promise<boolean> {
    return putItemIfAbsent(this.store, TABLE, toItem(offer));
  }

  async find(id: string): Promise<StoredOffer | undefined> {
    const item = await this.findItem(id);
    return item && toOffer(id, item);
  }

  async replace(offer: StoredOffer): Promise<boolean> {
    const writeToken = newWriteToken();
    const written = await putItemIf(
      this.store,
      TABLE,
      { ...toItem(offer), writeToken },
      { condition: '#version = :previous', values: { previous: offer.version - 1 } },
    );
    // Our own write, if its response was lost and the SDK retried it.
    return written || (await this.findItem(offer.id))?.writeToken === writeToken;
  }

  async writeContent(name: string, content: Uint8Array, until: number): Promise<void> {
    const stored: ContentItem =
      content.length <= CHUNK_BYTES
        ? { bytes: content }
        : { chunks: await writeChunks(this.store, TABLE, name, content, until) };
    await putItem(this.store, TABLE, { ...contentKey(name), ...stored, ttl: until });
  }

  async readContent(name: string): Promise<Uint8Array | undefined> {
    const item = await getItem<ContentItem>(this.store, TABLE, contentKey(name));
    return item && (item.bytes ?? readChunks(this.store, TABLE, name, item.chunks!));
  }

  async deleteContent(name: string): Promise<void> {
    const item = await getItem<ContentItem>(this.store, TABLE, contentKey(name));
    if (item?.chunks !== undefined) await deleteChunks(this.store, TABLE, name, item.chunks);
    await deleteItem(this.store, TABLE, contentKey(name));
  }

  private findItem(id: string): Promise<OfferItem | undefined> {
    return getItem<OfferItem>(this.store, TABLE, itemKey(id));
  }
}

const itemKey = (id: string) => ({ id: `offer/${id}` });
const contentKey = (name: string) => ({ id: `content/${name}` });

const toItem = ({ id, hasTxCode, ...rest }: StoredOffer) => ({
  ...rest,
  ...itemKey(id),
  txCode: hasTxCode ? 1 : 0,
  ttl: rest.retainUntil,
});

/** Selects the members of the port, so that nothing else is returned. */
function toOffer(id: string, { txCode, ttl: _ttl, writeToken: _token, ...offer }: OfferItem): StoredOffer {
  return { ...offer, id, hasTxCode: txCode === 1 };
}
