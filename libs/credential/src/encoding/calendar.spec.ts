import { expect, test } from '@jest/globals';
import { lastTwelveMonths, midnight, parseDate, utcDay } from './calendar.js';

test('counts days from 1970-01-01', () => {
  expect(parseDate('1970-01-01')).toBe(0);
  expect(parseDate('1969-12-31')).toBe(-1);
  expect(parseDate('2024-02-29')).toBe(19_782);
});

test.each([
  ['a day that the month does not have', '2026-02-30'],
  ['29 February outside of a leap year', '2026-02-29'],
  ['29 February 1900', '1900-02-29'],
  ['month 13', '2026-13-01'],
  ['month 0', '2026-00-01'],
  ['day 0', '2026-01-00'],
  ['a short year', '26-01-01'],
  ['a month alone', '2026-01'],
  ['a year alone', '2026'],
  ['a day of one digit', '2026-01-1'],
  ['a long year', '12026-01-01'],
  ['a date with a time', '2026-01-01T00:00:00Z'],
  ['white space', ' 2026-01-01'],
  ['a line feed at the end', '2026-01-01\n'],
  ['digits of another script', '２０２６-01-01'],
  ['a number', 20260101],
  ['a list of one date', ['2026-01-01']],
  ['nothing', undefined],
])('rejects %s', (_, value) => {
  expect(parseDate(value)).toBeUndefined();
});

test('changes the UTC day at midnight UTC exactly', () => {
  const day = parseDate('2026-11-24')!;
  expect(utcDay(Date.UTC(2026, 10, 24) - 1)).toBe(day - 1);
  expect(utcDay(Date.UTC(2026, 10, 24))).toBe(day);
  expect(midnight(day)).toBe(Date.UTC(2026, 10, 24) / 1000);
});

test.each([
  ['2026-01-31T23:59:59Z', '2025-01-01', '2025-12-31'],
  ['2026-11-24T12:00:00Z', '2025-11-01', '2026-10-31'],
  ['2024-03-01T00:00:00Z', '2023-03-01', '2024-02-29'],
])('the last twelve months of %s are %s to %s', (now, start, end) => {
  expect(lastTwelveMonths(Date.parse(now))).toEqual({ start, end });
});
