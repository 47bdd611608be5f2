import pLimit from 'p-limit';
import { type ErrorCode, ProtocolError } from '../errors.js';

/**
 * The presentations of one request that are read and checked at the same time. The others of that request wait before
 * any work, so that they do not take the processor from presentations of other requests.
 */
const CONCURRENT_PER_REQUEST = 16;

/** After one of these errors a request accepts no further presentation. */
const CLOSING_CODES: readonly ErrorCode[] = ['too_many_attempts', 'request_expired', 'request_unknown'];

const closes = (error: unknown): error is ProtocolError =>
  error instanceof ProtocolError && CLOSING_CODES.includes(error.code);

/** The presentations of one request that are being verified. */
class Queue {
  members = 0;
  readonly limit = pLimit(CONCURRENT_PER_REQUEST);
  private started = 0;
  /** Resolves when the last check of the queue has ended. */
  private last: Promise<void> = Promise.resolve();
  /** Why presentations that have not been checked yet are rejected without a check. */
  private closedBy: ProtocolError | undefined;

  /** A presentation joins before it reads the request, so that it learns whether the read is out of date. */
  join(): CheckInTurn {
    if (this.closedBy) throw this.closedBy;
    const seen = this.started;
    return (check) => {
      const checked = this.last.then(() => {
        if (this.closedBy) throw this.closedBy;
        const isOutdated = this.started > seen;
        this.started += 1;
        return check(isOutdated);
      });
      this.last = checked.then(
        () => undefined,
        (error: unknown) => {
          if (closes(error)) this.closedBy = error;
        },
      );
      return checked;
    };
  }
}

/**
 * Runs a check after all earlier ones of the same request. The check gets whether another one has started since the
 * presentation joined, so that what it read of the request may be out of date.
 */
export type CheckInTurn = <T>(check: (isOutdated: boolean) => Promise<T>) => Promise<T>;

/**
 * Lets the presentations of one request be checked one after the other, in order of arrival, and those of different
 * requests concurrently. Any number of presentations of one request delays those of another request by one check, and by
 * the work of {@link CONCURRENT_PER_REQUEST} before it.
 */
export class RequestQueues {
  private readonly queues = new Map<string, Queue>();

  /** Verifies a presentation of a request; `verify` must read the request only after it was called. */
  async join<T>(requestId: string, verify: (inTurn: CheckInTurn) => Promise<T>): Promise<T> {
    const queue = this.queues.get(requestId) ?? new Queue();
    this.queues.set(requestId, queue);
    queue.members += 1;
    try {
      return await queue.limit(() => verify(queue.join()));
    } finally {
      queue.members -= 1;
      if (queue.members === 0) this.queues.delete(requestId);
    }
  }
}
