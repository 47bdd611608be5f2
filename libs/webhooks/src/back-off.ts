const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds from each failed attempt to the next one: about 23 hours together. After the last one, a delivery has failed. */
export const RETRY_DELAYS: readonly number[] = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  9 * HOUR,
];

/** A delivery that was due first this long ago is not tried again. */
export const GIVE_UP_SECONDS = 24 * HOUR;

/** Seconds until the next attempt, up to a tenth longer at random; undefined after the last attempt. */
export function retryDelay(attempts: number, random: () => number = Math.random): number | undefined {
  const delay = RETRY_DELAYS[attempts - 1];
  return delay === undefined ? undefined : Math.ceil(delay * (1 + random() / 10));
}
