import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { RequestAnswer, RequestStore, StoredRequest } from '@zk-income/credential';
import { marshallItem } from '../marshalling.js';
import { createItem, names, newMark, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'Nonces';

/** How long a request that nobody answered is still told from one that never was. */
const UNANSWERED_RETENTION_SECONDS = 24 * 60 * 60;

type RequestItem = StoredRequest & {
  readonly ttl: number;
  /** The one call of `consume` that succeeded. */
  readonly consumedBy?: string;
};

/** Verification requests, one item each; consuming one is a single conditional write on its item. */
export class DynamoRequestStore implements RequestStore {
  constructor(private readonly store: StoreClient) {}

  async create(request: StoredRequest): Promise<void> {
    const ttl = request.expiresAt + UNANSWERED_RETENTION_SECONDS;
    await createItem(this.store, TABLE, { ...toRequest(request), ttl });
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    const item = await readItem<RequestItem>(this.store, TABLE, { id });
    return item && toRequest(item);
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    now: number,
    retainUntil: number,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'> {
    const mark = newMark();
    for (;;) {
      if (await this.writeAnswer(id, answer, now, retainUntil, mark)) return 'consumed';
      const found = await readItem<RequestItem>(this.store, TABLE, { id });
      if (found === undefined) return 'unknown';
      // Ours when the first answer was lost on the way and the SDK repeated the write.
      if (found.state === 'answered') return found.consumedBy === mark ? 'consumed' : 'answered';
      if (now >= found.expiresAt) return 'expired';
      // Created between the write and the read: the write is due again.
    }
  }

  private async writeAnswer(
    id: string,
    { answeredAt, receipt, presentationHash, predicates }: RequestAnswer,
    now: number,
    retainUntil: number,
    mark: string,
  ): Promise<boolean> {
    const answer = { answeredAt, receipt, presentationHash, predicates };
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ id }),
          UpdateExpression: 'SET #state = :answered, #answer = :answer, #ttl = :ttl, #consumedBy = :mark',
          ConditionExpression: '#state = :pending AND #expiresAt > :now',
          ExpressionAttributeNames: names('state', 'answer', 'ttl', 'consumedBy', 'expiresAt'),
          ExpressionAttributeValues: values({
            answered: 'answered',
            pending: 'pending',
            answer,
            ttl: retainUntil,
            mark,
            now,
          }),
        }),
      ),
    );
    return output !== undefined;
  }

  /** An attempt whose answer was lost on the way is counted again when the SDK repeats it: never too few. */
  async countFailedAttempt(id: string, limit: number): Promise<boolean> {
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ id }),
          UpdateExpression: 'SET #failedAttempts = #failedAttempts + :one',
          ConditionExpression: '#state = :pending AND #failedAttempts < :limit',
          ExpressionAttributeNames: names('state', 'failedAttempts'),
          ExpressionAttributeValues: values({ pending: 'pending', one: 1, limit }),
        }),
      ),
    );
    return output !== undefined;
  }

  async delete(id: string, ownerId: string): Promise<boolean> {
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new DeleteItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ id }),
          ConditionExpression: '#ownerId = :ownerId',
          ExpressionAttributeNames: names('ownerId'),
          ExpressionAttributeValues: values({ ownerId }),
        }),
      ),
    );
    return output !== undefined;
  }
}

/** Only the members of the port: neither more is stored than they say, nor more handed out. */
function toRequest(request: StoredRequest): StoredRequest {
  const { id, ownerId, nonce, audience, transactionData, createdAt, expiresAt } = request;
  const { state, failedAttempts, answer } = request;
  return {
    id,
    ownerId,
    nonce,
    audience,
    transactionData,
    createdAt,
    expiresAt,
    state,
    failedAttempts,
    ...(answer !== undefined && { answer }),
  };
}
