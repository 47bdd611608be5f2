import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CredentialStatus, IssuedBatch, IssuedCredentialStore } from '@zk-income/credential';
import { type Item, marshallItem, unmarshallItem } from '../marshalling.js';
import { createItem, names, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'IssuedCredentials';

/** Issued batches, one item each. */
export class DynamoIssuedCredentialStore implements IssuedCredentialStore {
  constructor(private readonly store: StoreClient) {}

  async create(batch: IssuedBatch): Promise<void> {
    await createItem(this.store, TABLE, toItem(batch));
  }

  async find(id: string): Promise<IssuedBatch | undefined> {
    const item = await readItem<IssuedBatch>(this.store, TABLE, { id });
    return item && toBatch(item);
  }

  async changeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | 'unknown' | 'revoked'> {
    for (;;) {
      const written = await this.writeStatus(id, clientId, status);
      if (written !== undefined) return written;
      const found = await this.find(id);
      if (found === undefined || found.clientId !== clientId) return 'unknown';
      if (found.status === 'revoked') return 'revoked';
      // Created between the write and the read: the write is due again.
    }
  }

  private async writeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | undefined> {
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ id }),
          UpdateExpression: 'SET #status = :status, #version = #version + :one',
          ConditionExpression: '#clientId = :clientId AND (#status <> :revoked OR :status = :revoked)',
          ExpressionAttributeNames: names('status', 'version', 'clientId'),
          ExpressionAttributeValues: values({ status, clientId, one: 1, revoked: 'revoked' }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return output && toBatch(unmarshallItem<IssuedBatch>(output.Attributes as Item));
  }
}

/** Only the members of the port, so that nothing else is ever stored by accident. */
function toItem(batch: IssuedBatch): IssuedBatch {
  const { id, clientId, issuedAt, expiresAt, status, version } = batch;
  const statusReferences = batch.statusReferences.map(({ list, index }) => ({ list, index }));
  return { id, clientId, issuedAt, expiresAt, statusReferences, status, version };
}

const toBatch = toItem;
