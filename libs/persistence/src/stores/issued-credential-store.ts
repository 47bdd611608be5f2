import type { CredentialStatus, IssuedBatch, IssuedCredentialStore } from '@zk-income/credential';
import { getItem, putItemIfAbsent, updateAndGetItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'IssuedCredentials';

/** Issued batches, one item each. */
export class DynamoIssuedCredentialStore implements IssuedCredentialStore {
  constructor(private readonly store: StoreClient) {}

  create(batch: IssuedBatch): Promise<boolean> {
    return putItemIfAbsent(this.store, TABLE, toBatch(batch));
  }

  async find(id: string): Promise<IssuedBatch | undefined> {
    const item = await getItem<IssuedBatch>(this.store, TABLE, { id });
    return item && toBatch(item);
  }

  /**
   * If a response is lost and the SDK retries the write, the condition fails on the version that the write itself made.
   * The caller then reads the status that it wanted.
   */
  async setStatus(
    id: string,
    fromVersion: number,
    status: CredentialStatus,
  ): Promise<IssuedBatch | undefined> {
    const item = await updateAndGetItemIf<IssuedBatch>(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #status = :status, #version = #version + :one',
        condition: '#version = :fromVersion AND (#status <> :revoked OR :status = :revoked)',
        values: { status, fromVersion, one: 1, revoked: 'revoked' },
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
