import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Readiness } from '../health/readiness.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface WaitOptions {
  /** Aborts the wait. */
  readonly signal?: AbortSignal;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Waits until every readiness check passes; retries with exponential backoff from 0.5 s to 15 s, and logs the failing
 * checks. Returns false if the signal aborts it.
 */
export async function waitUntilReady(
  readiness: Pick<Readiness, 'failures'>,
  { signal, wait = (ms) => sleep(ms, undefined, { signal }).catch(() => undefined) }: WaitOptions = {},
): Promise<boolean> {
  const logger = new Logger('Start');
  for (let ms = FIRST_WAIT_MS, waited = false; !signal?.aborted; ms = Math.min(2 * ms, LONGEST_WAIT_MS)) {
    const failed = await readiness.failures();
    if (failed.length === 0) {
      if (waited) logger.log('Ready.');
      return true;
    }
    waited = true;
    logger.warn(`Waiting for: ${failed.join(', ')}. Next try in ${ms / 1000} s.`);
    await wait(ms);
  }
  return false;
}
