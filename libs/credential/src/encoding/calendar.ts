const SECONDS_PER_DAY = 86_400;

const dayOfMonth = (day: number): number => new Date(day * 86_400_000).getUTCDate();

/** A calendar date `YYYY-MM-DD` in days since 1970-01-01; undefined for a date that does not exist. */
export function parseDate(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const day = milliseconds / 86_400_000;
  // Some engines turn the 31st of a short month into the first of the next.
  return dayOfMonth(day) === Number(text.slice(-2)) ? day : undefined;
}

/** The UTC day of a time in milliseconds, in days since 1970-01-01. */
export const utcDay = (milliseconds: number): number => Math.floor(milliseconds / 86_400_000);

/** Midnight UTC at the start of a day, in seconds since the epoch. */
export const midnight = (day: number): number => day * SECONDS_PER_DAY;

/** Complete pay periods of a window. */
export interface PayPeriods {
  readonly unit: 'month' | 'fortnight' | 'week';
  readonly count: number;
}

/** The window of a credential in its wire form: both days are included. */
export interface Period {
  readonly start: string;
  readonly end: string;
  readonly pay_periods?: PayPeriods;
}

/** The month of a day, in months since the year 0. */
export const monthIndex = (day: number): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

const dateText = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** The twelve whole calendar months before the month of `now` (milliseconds since the epoch). */
export function lastTwelveMonths(now: number = Date.now()): Period {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: dateText(Date.UTC(year, month - 12, 1)), end: dateText(Date.UTC(year, month, 0)) };
}
