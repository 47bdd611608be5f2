import type { RequestAnswer, RequestStore, StoredRequest } from '@zk-income/credential';
import { deleteItemIf, getItem, newWriteToken, putItemIfAbsent, updateItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'Nonces';

/** How long an unanswered request is still reported as expired instead of unknown. */
const UNANSWERED_RETENTION_SECONDS = 24 * 60 * 60;

type RequestItem = StoredRequest & {
  readonly ttl: number;
  /** Write token of the `consume` call that succeeded. */
  readonly consumeToken?: string;
  /** Write token of the last `uncountAttempt` call. */
  readonly uncountToken?: string;
};

/** Verification requests, one item each. A request is consumed by a single conditional write on its item. */
export class DynamoRequestStore implements RequestStore {
  constructor(private readonly store: StoreClient) {}

  create(request: StoredRequest): Promise<boolean> {
    const ttl = request.expiresAt + UNANSWERED_RETENTION_SECONDS;
    return putItemIfAbsent(this.store, TABLE, { ...toRequest(request), ttl });
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    const item = await this.findItem(id);
    return item && toRequest(item);
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    times: { readonly now: number; readonly retainUntil: number },
    countedAttempts: 0 | 1,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'> {
    const consumeToken = newWriteToken();
    for (;;) {
      if (await this.updateAnswer(id, answer, { ...times, countedAttempts, consumeToken })) return 'consumed';
      const found = await this.findItem(id);
      if (found === undefined) return 'unknown';
      // Our own write, if its response was lost and the SDK retried it.
      if (found.state === 'answered') return found.consumeToken === consumeToken ? 'consumed' : 'answered';
      if (times.now >= found.expiresAt) return 'expired';
      // Created between write and read: write again.
    }
  }

  private updateAnswer(
    id: string,
    { answeredAt, receipt, presentationHash, predicates, alternative }: RequestAnswer,
    write: { now: number; retainUntil: number; countedAttempts: number; consumeToken: string },
  ): Promise<boolean> {
    const { retainUntil, ...values } = write;
    const answer = {
      answeredAt,
      receipt,
      presentationHash,
      predicates,
      ...(alternative !== undefined && { alternative }),
    };
    return updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update:
          'SET #state = :answered, #answer = :answer, #ttl = :ttl, #consumeToken = :consumeToken, ' +
          '#failedAttempts = #failedAttempts - :countedAttempts',
        condition: '#state = :pending AND #expiresAt > :now',
        values: { answered: 'answered', pending: 'pending', answer, ttl: retainUntil, ...values },
      },
    );
  }

  /** If a response is lost and the SDK retries the write, the attempt counts twice: the count is never too low. */
  countFailedAttempt(id: string, limit: number): Promise<boolean> {
    return updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #failedAttempts = #failedAttempts + :one',
        condition: '#state = :pending AND #failedAttempts < :limit',
        values: { pending: 'pending', one: 1, limit },
      },
    );
  }

  /** The token keeps the write from being applied again if its response is lost and the SDK retries it. */
  async uncountAttempt(id: string): Promise<void> {
    await updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #failedAttempts = #failedAttempts - :one, #uncountToken = :uncountToken',
        condition:
          '#state = :pending AND #failedAttempts >= :one AND ' +
          '(attribute_not_exists(#uncountToken) OR #uncountToken <> :uncountToken)',
        values: { pending: 'pending', one: 1, uncountToken: newWriteToken() },
      },
    );
  }

  /**
   * Reads first: if a response is lost and the SDK retries the write, the condition fails because the request is already
   * deleted, and no item is left that shows by which call.
   */
  async delete(id: string, ownerId: string): Promise<boolean> {
    if ((await this.findItem(id))?.ownerId !== ownerId) return false;
    await deleteItemIf(this.store, TABLE, { id }, { condition: '#ownerId = :ownerId', values: { ownerId } });
    return true;
  }

  private findItem(id: string): Promise<RequestItem | undefined> {
    return getItem<RequestItem>(this.store, TABLE, { id });
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
function toRequest(request: StoredRequest): StoredRequest {
  const { id, ownerId, nonce, audience, walletAudience, transactionData, disclosure } = request;
  const { createdAt, expiresAt, state, failedAttempts, answer } = request;
  return {
    id,
    ownerId,
    nonce,
    audience,
    ...(walletAudience !== undefined && { walletAudience }),
    transactionData,
    ...(disclosure !== undefined && { disclosure }),
    createdAt,
    expiresAt,
    state,
    failedAttempts,
    ...(answer !== undefined && { answer }),
  };
}
