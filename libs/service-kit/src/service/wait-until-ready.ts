import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { failedChecks, type ReadinessCheck } from '../health/readiness.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface WaitOptions {
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Resolves when all that a service needs can be used; true unless the signal ended it. Tries again after half a
 * second, and after twice as long each time up to a quarter of a minute, and says what it waits for.
 */
export async function waitUntilReady(
  checks: readonly ReadinessCheck[],
  { signal, wait = (ms) => sleep(ms, undefined, { signal }).catch(() => undefined) }: WaitOptions = {},
): Promise<boolean> {
  const logger = new Logger('Start');
  for (let ms = FIRST_WAIT_MS, waited = false; !signal?.aborted; ms = Math.min(2 * ms, LONGEST_WAIT_MS)) {
    const failed = await failedChecks(checks);
    if (failed.length === 0) {
      if (waited) logger.log('What was waited for is there: ready.');
      return true;
    }
    waited = true;
    logger.warn(`Waiting for: ${failed.join(', ')}. Next try in ${ms / 1000} s.`);
    await wait(ms);
  }
  return false;
}
