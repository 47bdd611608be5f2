import { monthIndex, type Period, parseDate } from '../encoding/calendar.js';
import { isObject, own } from '../encoding/json.js';
import { MAX_WINDOW_DAYS, MAX_WINDOW_YEARS } from '../limits.js';
import { type Fraction, fraction, larger } from './fraction.js';

/** The units of pay periods: how many a year has, and the days of one where it is a number of days. */
const PAY_PERIODS = {
  month: { perYear: 12, days: undefined },
  fortnight: { perYear: 26, days: 14 },
  week: { perYear: 52, days: 7 },
} as const;

export type PayPeriodUnit = keyof typeof PAY_PERIODS;
export const PAY_PERIOD_UNITS = Object.keys(PAY_PERIODS) as readonly PayPeriodUnit[];

/** The window of a credential, in which its amounts were received. */
export interface Window {
  /** The first and the last day, in days since 1970-01-01. */
  readonly start: number;
  readonly end: number;
  /** In years. */
  readonly length: Fraction;
  /** Whether the amounts are those of the complete pay periods that the window consists of. */
  readonly hasPayPeriods: boolean;
}

type Days = Pick<Window, 'start' | 'end'>;

const years = (count: number, perYear: number): Fraction => fraction(BigInt(count), BigInt(perYear));

/**
 * How many months a window has: its end is the day before the same day of a later month as its start. The start is at
 * most the 28th, so that every month has the day.
 */
export function wholeMonths({ start, end }: Days): number | undefined {
  const [first, next] = [
    new Date(start * 86_400_000).getUTCDate(),
    new Date((end + 1) * 86_400_000).getUTCDate(),
  ];
  const months = monthIndex(end + 1) - monthIndex(start);
  return first <= 28 && first === next && months > 0 ? months : undefined;
}

/** How many complete calendar months lie in a window. */
export function completeCalendarMonths({ start, end }: Days): number {
  const isFirst = (day: number) => new Date(day * 86_400_000).getUTCDate() === 1;
  return Math.max(0, monthIndex(end + 1) - monthIndex(start) - (isFirst(start) ? 0 : 1));
}

/** The length of a window of pay periods; undefined unless its days are exactly those of the pay periods. */
function lengthOfPayPeriods(window: Days, payPeriods: unknown): Fraction | undefined {
  if (!isObject(payPeriods) || Object.keys(payPeriods).length !== 2) return undefined;
  const [unit, count] = [own(payPeriods, 'unit'), own(payPeriods, 'count')];
  if (typeof unit !== 'string' || !Object.hasOwn(PAY_PERIODS, unit)) return undefined;
  const { perYear, days } = PAY_PERIODS[unit as PayPeriodUnit];
  if (!Number.isInteger(count) || (count as number) > perYear * MAX_WINDOW_YEARS) return undefined;
  const expected = days === undefined ? wholeMonths(window) : (window.end - window.start + 1) / days;
  return expected === count ? years(expected as number, perYear) : undefined;
}

/** The length of a window without pay periods: whole months, or days of 365 a year, and at least one year. */
function lengthOfDays(window: Days): Fraction | undefined {
  const days = window.end - window.start + 1;
  const months = wholeMonths(window);
  if (months !== undefined && months >= 12 && months <= 12 * MAX_WINDOW_YEARS) return years(months, 12);
  return days >= 365 && days <= MAX_WINDOW_DAYS ? years(days, 365) : undefined;
}

/** Reads the `period` of a credential. Returns undefined for one that has no length by the rules of the protocol. */
export function parseWindow(period: Period): Window | undefined {
  const [start, end] = [parseDate(period.start), parseDate(period.end)];
  if (start === undefined || end === undefined || end < start) return undefined;
  const hasPayPeriods = period.pay_periods !== undefined;
  const length = hasPayPeriods
    ? lengthOfPayPeriods({ start, end }, period.pay_periods)
    : lengthOfDays({ start, end });
  return length && { start, end, length, hasPayPeriods };
}

/** The days from the first start to the last end of several windows. */
export const spanOf = (windows: readonly Days[]): Days => ({
  start: Math.min(...windows.map(({ start }) => start)),
  end: Math.max(...windows.map(({ end }) => end)),
});

/** The length of a span in years: whole months, or days of 365 a year. */
function lengthOfSpan(span: Days): Fraction {
  const months = wholeMonths(span);
  return months === undefined ? years(span.end - span.start + 1, 365) : years(months, 12);
}

/**
 * By what the amounts of a window are divided when they are added to those of other windows: its own length, or that of
 * the span of all windows if it is longer. The sum is then at most the average of the span.
 */
export const addedLength = (window: Window, added: readonly Window[]): Fraction =>
  larger(window.length, lengthOfSpan(spanOf(added)));
