import { setTimeout as wait } from 'node:timers/promises';
import type { IssueInput } from '@zk-income/credential';
import { CommandError } from '../errors.js';
import type { RowResult } from './issue-results.js';

const TIMEOUT_MS = 60_000;
const MAX_TRIES = 6;
/** A plan that is exhausted for longer ends the run. */
const MAX_WAIT_SECONDS = 300;
/** Errors of all rows alike: the key, its scope, or the URL. */
const FATAL_STATUSES = [401, 403, 404, 405];

/** Where and as whom rows are issued. */
export interface IssuerAccess {
  readonly issuer: string;
  readonly issuerKey: string;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: checked where it is used
  readonly json: any;
}

async function post({ issuer, issuerKey }: IssuerAccess, row: string, input: IssueInput): Promise<Answer> {
  const response = await fetch(`${issuer}/issue`, {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      authorization: `Bearer ${issuerKey}`,
      'content-type': 'application/json',
      'idempotency-key': row,
    },
    body: JSON.stringify(input),
  });
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const json = await response.json().catch(() => undefined);
  return { status: response.status, retryAfter: Number.isFinite(seconds) ? seconds : undefined, json };
}

/** A short text of an error response, which contains no value of the body. */
const errorOf = ({ status, json }: Answer) => ({
  status,
  code: String(json?.code ?? 'unknown'),
  detail: String(json?.detail ?? json?.title ?? `HTTP status ${status}`),
});

/** Whether the same call can succeed later: the service is busy, restarting, or still working on the row. */
const isTemporary = ({ status, json }: Answer): boolean =>
  status === 429 || status >= 500 || (status === 409 && json?.code === 'in_progress');

/**
 * Issues one row, as often as it takes: the Idempotency-Key makes all tries one.
 *
 * @throws CommandError for what no further row could avoid
 */
export async function issueRow(access: IssuerAccess, row: string, input: IssueInput): Promise<RowResult> {
  for (let tries = 1; ; tries++) {
    let answer: Answer | undefined;
    let fault: string;
    try {
      answer = await post(access, row, input);
      if (answer.status === 201) return { id: answer.json.id, credentials: answer.json.credentials };
      const error = errorOf(answer);
      fault = `${error.code}: ${error.detail}`;
      if (FATAL_STATUSES.includes(answer.status)) throw new CommandError(`The issuer answered ${fault}`);
      if (!isTemporary(answer)) return { error };
    } catch (error) {
      if (error instanceof CommandError) throw error;
      const { cause, message } = error as Error & { cause?: { code?: string } };
      fault = `no response: ${cause?.code ?? message}`;
    }
    const seconds = answer?.retryAfter ?? 2 ** (tries - 1);
    if (tries === MAX_TRIES || seconds > MAX_WAIT_SECONDS)
      throw new CommandError(`The issuer is not available: ${fault}`);
    await wait(seconds * 1000);
  }
}
