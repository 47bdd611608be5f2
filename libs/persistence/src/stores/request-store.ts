import type { AnswerTimes, RequestAnswer, RequestStore, StoredRequest } from '@zk-income/credential';
import {
  deleteItem,
  deleteItemIf,
  getItem,
  newWriteToken,
  putItem,
  putItemIfAbsent,
  updateItemIf,
} from '../items.js';
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
  /** Write token of the `redeem` call that succeeded. */
  readonly redeemToken?: string;
};

/** Finds a request by the public name of its state. */
interface StatusItem {
  readonly requestId: string;
}

/** Ids of requests contain no slash. */
const isRequestId = (id: string): boolean => !id.includes('/');
const statusKey = (statusId: string) => ({ id: `status/${statusId}` });

/**
 * Verification requests, one item each, and one for the public name of its state. A request is consumed by a single
 * conditional write on its item.
 */
export class DynamoRequestStore implements RequestStore {
  constructor(private readonly store: StoreClient) {}

  async create(request: StoredRequest): Promise<boolean> {
    const ttl = request.expiresAt + UNANSWERED_RETENTION_SECONDS;
    const { id, links } = request;
    // If the request exists, this name is one more for it, which no party knows.
    if (links) await putItem(this.store, TABLE, { ...statusKey(links.statusId), requestId: id, ttl });
    return putItemIfAbsent(this.store, TABLE, { ...toRequest(request), ttl });
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    const item = await this.findItem(id);
    return item && toRequest(item);
  }

  async findIdByStatusId(statusId: string): Promise<string | undefined> {
    return (await getItem<StatusItem>(this.store, TABLE, statusKey(statusId)))?.requestId;
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    times: AnswerTimes,
    countedAttempts: 0 | 1,
    responseCode?: string,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'> {
    const consumeToken = newWriteToken();
    for (;;) {
      const write = { ...times, countedAttempts, consumeToken };
      if (await this.updateAnswer(id, answer, write, responseCode)) return 'consumed';
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
    write: AnswerTimes & { countedAttempts: number; consumeToken: string },
    responseCode: string | undefined,
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
          `#failedAttempts = #failedAttempts - :countedAttempts${responseCode === undefined ? '' : ', #responseCodes = :codes'}`,
        condition: '#state = :pending AND #expiresAt > :now',
        values: {
          answered: 'answered',
          pending: 'pending',
          answer,
          ttl: retainUntil,
          ...values,
          ...(responseCode !== undefined && { codes: [responseCode] }),
        },
      },
    );
  }

  /** If a response is lost and the SDK retries the write, the code is added twice or not, and works either way. */
  addResponseCode(id: string, responseCode: string, limit: number): Promise<boolean> {
    return updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #responseCodes = list_append(#responseCodes, :codes)',
        condition: 'attribute_exists(#responseCodes) AND size(#responseCodes) < :limit',
        values: { codes: [responseCode], limit },
      },
    );
  }

  async redeem(
    id: string,
    responseCode: string,
    { retainUntil: ttl }: Pick<AnswerTimes, 'retainUntil'>,
  ): Promise<boolean> {
    const redeemToken = newWriteToken();
    const isWritten = await updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #ttl = :ttl, #redeemToken = :redeemToken REMOVE #responseCodes',
        condition: 'contains(#responseCodes, :responseCode)',
        values: { ttl, redeemToken, responseCode },
      },
    );
    // Our own write, if its response was lost and the SDK retried it.
    return isWritten || (await this.findItem(id))?.redeemToken === redeemToken;
  }

  /** If a response is lost and the SDK retries the write, the code counts twice: the count is never too low. */
  countWrongCode(id: string, limit: number): Promise<boolean> {
    return updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #wrongCodes = if_not_exists(#wrongCodes, :zero) + :one',
        condition:
          'attribute_exists(#responseCodes) AND (attribute_not_exists(#wrongCodes) OR #wrongCodes < :limit)',
        values: { zero: 0, one: 1, limit },
      },
    );
  }

  /** If a response is lost and the SDK retries the write, it reports false although it has written. */
  recordWalletErrors(
    id: string,
    { count, latest }: NonNullable<StoredRequest['walletErrors']>,
  ): Promise<boolean> {
    const before = count - 1;
    const walletErrors = {
      count,
      latest: latest.map(({ at, error, description }) => ({ at, error, description })),
    };
    return updateItemIf(
      this.store,
      TABLE,
      { id },
      {
        update: 'SET #walletErrors = :walletErrors',
        condition: `#state = :pending AND ${
          before === 0 ? 'attribute_not_exists(#walletErrors)' : '#walletErrors.#count = :before'
        }`,
        values: { pending: 'pending', walletErrors, ...(before > 0 && { before }) },
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
   * deleted, and no item is left that shows by which call. The request is deleted last, so that a call which was interrupted
   * can be repeated.
   */
  async delete(id: string, ownerId: string): Promise<boolean> {
    const found = await this.findItem(id);
    if (found?.ownerId !== ownerId) return false;
    if (found.links) await deleteItem(this.store, TABLE, statusKey(found.links.statusId));
    await deleteItemIf(this.store, TABLE, { id }, { condition: '#ownerId = :ownerId', values: { ownerId } });
    return true;
  }

  private async findItem(id: string): Promise<RequestItem | undefined> {
    return isRequestId(id) ? getItem<RequestItem>(this.store, TABLE, { id }) : undefined;
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
function toRequest(request: StoredRequest): StoredRequest {
  const { id, ownerId, nonce, audience, walletAudience, transactionData, disclosure } = request;
  const { createdAt, expiresAt, state, failedAttempts, answer } = request;
  const { legalBasis, listingId, links, responseCodes, wrongCodes, walletErrors } = request;
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
    ...(legalBasis !== undefined && { legalBasis }),
    ...(listingId !== undefined && { listingId }),
    state,
    failedAttempts,
    ...(answer !== undefined && { answer }),
    ...(links !== undefined && { links }),
    ...(responseCodes !== undefined && { responseCodes }),
    ...(wrongCodes !== undefined && { wrongCodes }),
    ...(walletErrors !== undefined && { walletErrors }),
  };
}
