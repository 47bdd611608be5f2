import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PayPeriods, parseDate } from '../encoding/calendar.js';
import { addedLength, completeCalendarMonths, parseWindow, type Window, wholeMonths } from './window.js';

const days = (start: string, end: string) => ({ start: parseDate(start)!, end: parseDate(end)! });
const lengthOf = (start: string, end: string, unit?: string, count?: unknown): string | undefined => {
  const pay_periods = unit === undefined ? undefined : ({ unit, count } as PayPeriods);
  const window = parseWindow({ start, end, ...(pay_periods && { pay_periods }) });
  return window && `${window.length.numerator}/${window.length.denominator}`;
};

describe('whole months', () => {
  test.each([
    ['2025-11-01', '2026-10-31', 12],
    ['2026-02-01', '2026-02-28', 1],
    ['2024-02-01', '2024-02-29', 1],
    ['2025-04-06', '2026-04-05', 12],
    ['2026-01-28', '2026-02-27', 1],
    ['2024-01-01', '2025-12-31', 24],
  ])('%s to %s are %i', (start, end, months) => {
    expect(wholeMonths(days(start, end))).toBe(months);
  });

  test.each([
    ['a day too few', '2025-11-01', '2026-10-30'],
    ['a day too many', '2026-02-25', '2026-03-25'],
    ['28 February in a leap year', '2024-02-01', '2024-02-28'],
    ['no month', '2026-11-01', '2026-10-31'],
    // Both would end one month after the 30th and the 31st: one window has no two readings.
    ['a start on the 29th', '2026-04-29', '2026-05-28'],
    ['a start on the 30th, with two last working days', '2026-01-30', '2026-02-27'],
    ['a start on the 31st', '2026-03-31', '2026-04-29'],
  ])('%s: none', (_, start, end) => {
    expect(wholeMonths(days(start, end))).toBeUndefined();
  });
});

describe('the length of a window', () => {
  test.each([
    ['twelve months', '2025-11-01', '2026-10-31', '1/1'],
    ['a leap year', '2024-01-01', '2024-12-31', '1/1'],
    ['a UK tax year', '2025-04-06', '2026-04-05', '1/1'],
    ['thirteen months', '2025-10-01', '2026-10-31', '13/12'],
    ['five years', '2021-11-01', '2026-10-31', '5/1'],
    ['365 days', '2025-10-31', '2026-10-30', '1/1'],
    ['366 days', '2025-10-31', '2026-10-31', '366/365'],
    ['1,830 days', '2021-10-28', '2026-10-31', '366/73'],
  ])('%s', (_, start, end, length) => {
    expect(lengthOf(start, end)).toBe(length);
  });

  test.each([
    ['eleven months', '2025-12-01', '2026-10-31'],
    ['364 days', '2025-11-02', '2026-10-31'],
    ['1,831 days', '2021-10-27', '2026-10-31'],
    ['61 months', '2021-10-01', '2026-10-31'],
    ['an end before the start', '2026-10-31', '2025-11-01'],
    ['a day that does not exist', '2025-02-29', '2026-02-28'],
    ['25 February to 25 March', '2026-02-25', '2026-03-25'],
  ])('%s: none without pay periods', (_, start, end) => {
    expect(lengthOf(start, end)).toBeUndefined();
  });

  test.each([
    ['2026-08-01', '2026-10-31', 'month', 3, '1/4'],
    ['2026-02-25', '2026-03-24', 'month', 1, '1/12'],
    ['2025-11-01', '2026-10-31', 'month', 12, '1/1'],
    ['2025-11-03', '2026-11-01', 'fortnight', 26, '1/1'],
    ['2025-11-03', '2026-11-01', 'week', 52, '1/1'],
    ['2025-10-27', '2026-11-01', 'week', 53, '53/52'],
    ['2026-10-26', '2026-11-01', 'week', 1, '1/52'],
    ['2021-11-01', '2026-10-31', 'month', 60, '5/1'],
    ['2021-11-08', '2026-11-01', 'week', 260, '5/1'],
  ])('%s to %s of pay periods (%s, %i)', (start, end, unit, count, length) => {
    expect(lengthOf(start, end, unit, count)).toBe(length);
  });

  test.each<[string, string, string, string, unknown]>([
    ['a day too many, with a second pay day', '2026-02-25', '2026-03-25', 'month', 1],
    ['two last working days in one month', '2026-01-30', '2026-02-27', 'month', 1],
    ['more months than it has', '2026-08-01', '2026-10-31', 'month', 4],
    ['fewer months than it has', '2026-08-01', '2026-10-31', 'month', 2],
    ['53 pay days in 52 weeks', '2025-11-03', '2026-11-01', 'week', 53],
    ['52 pay days in 53 weeks', '2025-10-27', '2026-11-01', 'week', 52],
    ['weeks read as fortnights', '2025-11-03', '2026-11-01', 'fortnight', 52],
    ['a calendar year in weeks', '2025-01-01', '2025-12-31', 'week', 52],
    ['61 months', '2021-10-01', '2026-10-31', 'month', 61],
    ['261 weeks', '2021-11-01', '2026-11-01', 'week', 261],
    ['131 fortnights', '2021-10-25', '2026-11-01', 'fortnight', 131],
    ['a count that is a text', '2026-08-01', '2026-10-31', 'month', '3'],
    ['half a fortnight', '2026-09-14', '2026-11-01', 'fortnight', 3.5],
    ['no pay periods', '2026-11-01', '2026-10-31', 'week', 0],
    ['a negative count', '2026-11-01', '2026-10-24', 'week', -1],
    ['another unit', '2026-08-01', '2026-10-31', 'quarter', 1],
    ['an inherited name as unit', '2026-08-01', '2026-10-31', 'constructor', 1],
  ])('%s: none', (_, start, end, unit, count) => {
    expect(lengthOf(start, end, unit, count)).toBeUndefined();
  });

  test('is one for one window: pay periods have exactly its days', () => {
    const start = fc.integer({ min: 10_000, max: 25_000 });
    const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 1900 }), (first, count) => {
        const period = { start: date(first), end: date(first + count - 1) };
        const lengths = (['month', 'fortnight', 'week'] as const).map((unit) =>
          Array.from({ length: 261 }, (_, i) =>
            parseWindow({ ...period, pay_periods: { unit, count: i + 1 } }),
          )
            .filter((window) => window !== undefined)
            .map(({ length }) => length),
        );
        for (const [i, found] of lengths.entries())
          expect([i, found.length]).toEqual([i, Math.min(found.length, 1)]);
        expect(lengths[2]!.length === 1).toBe(count % 7 === 0 && count <= 7 * 260);
        expect(lengths[1]!.length === 1).toBe(count % 14 === 0 && count <= 14 * 130);
        expect(parseWindow(period) === undefined).toBe(
          count < 365 || (count > 1830 && lengths[0]!.length === 0),
        );
      }),
      { numRuns: 100 },
    );
  });
});

test.each([
  ['2026-05-01', '2026-10-31', 6],
  ['2026-05-02', '2026-10-31', 5],
  ['2026-05-02', '2026-10-30', 4],
  ['2026-10-01', '2026-10-30', 0],
  ['2026-10-02', '2026-10-31', 0],
  ['2026-10-02', '2026-10-05', 0],
])('from %s to %s there are %i complete calendar months', (start, end, count) => {
  expect(completeCalendarMonths(days(start, end))).toBe(count);
});

test('a unit is a text, not a list of one', () => {
  const pay_periods = { unit: ['month'], count: 3 } as never;
  expect(parseWindow({ start: '2026-08-01', end: '2026-10-31', pay_periods })).toBeUndefined();
});

describe('what the amounts of a window are divided by when they are added', () => {
  const window = (start: string, end: string): Window => parseWindow({ start, end })!;
  const lengthIn = (one: Window, ...others: Window[]) => {
    const { numerator, denominator } = addedLength(one, [one, ...others]);
    return `${numerator}/${denominator}`;
  };
  const year = window('2025-11-01', '2026-10-31');

  test('is its own length where all windows are equal', () => {
    expect(lengthIn(year)).toBe('1/1');
    expect(lengthIn(year, year)).toBe('1/1');
    const leap = window('2024-01-01', '2024-12-31');
    expect(lengthIn(leap, leap)).toBe('1/1');
    const weeks = parseWindow({
      start: '2025-11-03',
      end: '2026-11-01',
      pay_periods: { unit: 'week', count: 52 },
    })!;
    expect(lengthIn(weeks, weeks)).toBe('1/1');
  });

  test('is the span of all windows where it is longer', () => {
    expect(lengthIn(year, window('2025-10-01', '2026-09-30'))).toBe('13/12');
    expect(lengthIn(year, window('2025-10-31', '2026-10-31'))).toBe('366/365');
    expect(lengthIn(year, window('2024-11-01', '2025-10-31'))).toBe('2/1');
  });
});
