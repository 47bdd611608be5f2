import type { CredentialStatus, IssuedBatch, IssuedCredentialStore } from '@zk-income/credential';
import { createItem, getItem, updateAndGetItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'IssuedCredentials';

/** Issued batches, one item each. */
export class DynamoIssuedCredentialStore implements IssuedCredentialStore {
  constructor(private readonly store: StoreClient) {}

  async create(batch: IssuedBatch): Promise<void> {
    await createItem(this.store, TABLE, toBatch(batch));
  }

  async find(id: string): Promise<IssuedBatch | undefined> {
    const item = await getItem<IssuedBatch>(this.store, TABLE, { id });
    return item && toBatch(item);
  }

  async changeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | 'unknown' | 'revoked'> {
    for (;;) {
      const written = await this.updateStatus(id, clientId, status);
      if (written !== undefined) return written;
      const found = await this.find(id);
      if (found === undefined || found.clientId !== clientId) return 'unknown';
      if (found.status === 'revoked') return 'revoked';
      // Created between write and read: write again.
    }
  }

  private async updateStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | undefined> {
    const item = await updateAndGetItemIf<IssuedBatch>(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #status = :status, #version = #version + :one',
        condition: '#clientId = :clientId AND (#status <> :revoked OR :status = :revoked)',
        values: { status, clientId, one: 1, revoked: 'revoked' },
      },
    );
    return item && toBatch(item);
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
function toBatch(batch: IssuedBatch): IssuedBatch {
  const { id, clientId, issuedAt, expiresAt, status, version } = batch;
  const statusReferences = batch.statusReferences.map(({ list, index }) => ({ list, index }));
  return { id, clientId, issuedAt, expiresAt, statusReferences, status, version };
}
