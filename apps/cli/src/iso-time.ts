/** A time in seconds since the epoch, e.g. `2026-11-24T00:15:00Z`. */
export const isoTime = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

export const isoTimeOrNull = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : isoTime(seconds);
