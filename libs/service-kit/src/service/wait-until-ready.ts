import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Readiness } from '../health/readiness.js';

const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;

interface WaitOptions {
  /** Aborts the wait. */
  readonly signal?: AbortSignal;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Waits until every readiness check passes. Retries with exponential backoff from 0.5 s to 15 s, and logs the failed
 * checks. Returns false if the signal aborts the wait.
 */
export async function waitUntilReady(
  readiness: Pick<Readiness, 'failures'>,
  { signal, wait = (ms) => sleep(ms, undefined, { signal }).catch(() => undefined) }: WaitOptions = {},
): Promise<boolean> {
  const logger = new Logger('Start');
  for (let ms = MIN_BACKOFF_MS, waited = false; !signal?.aborted; ms = Math.min(2 * ms, MAX_BACKOFF_MS)) {
    const failed = await readiness.failures();
    if (failed.length === 0) {
      if (waited) logger.log('Ready.');
      return true;
    }
    waited = true;
    const names = failed.map(({ name }) => name).join(', ');
    const explanations = failed.map(({ explanation }) => explanation).join(' ');
    logger.warn(`Waiting for: ${names}. ${explanations} Retrying in ${ms / 1000} s.`);
    await wait(ms);
  }
  return false;
}
