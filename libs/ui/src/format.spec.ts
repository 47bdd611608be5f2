import { beforeAll, describe, expect, test } from '@jest/globals';
import { formatAmount, formatDay, formatDistance } from './format.js';

/** Versions of the locale data differ in their spaces. */
const plainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formats', () => {
  // Node has the languages of the machine here, in some versions.
  beforeAll(() => {
    Object.defineProperty(globalThis, 'navigator', {
      value: { languages: ['fr', 'en-GB'] },
      configurable: true,
    });
  });

  test('an amount in smallest units, by language and currency', () => {
    expect(formatAmount('5400000', 'EUR', 'en')).toBe('€54,000.00');
    expect(plainSpaces(formatAmount('5400000', 'EUR', 'de'))).toBe('54.000,00 €');
    expect(plainSpaces(formatAmount('5', 'EUR', 'de'))).toBe('0,05 €');
    expect(formatAmount('54000', 'JPY', 'en')).toContain('54,000');
    expect(formatAmount('-150', 'EUR', 'en')).toBe('-€1.50');
  });

  test('an amount beyond the integers of a number without a loss', () => {
    expect(formatAmount('900719925474099301', 'EUR', 'en')).toBe('€9,007,199,254,740,993.01');
  });

  test('a day in every time zone as the same day', () => {
    expect(formatDay('2026-10-31', 'en')).toBe('31 Oct 2026');
    expect(formatDay('2026-10-31', 'de')).toBe('31.10.2026');
  });

  test('a distance in its largest whole unit', () => {
    expect(formatDistance(7_300, 'en')).toBe('in 2 hours');
    expect(formatDistance(-86_400 * 3, 'de')).toBe('vor 3 Tagen');
    expect(formatDistance(30, 'en')).toBe('in 30 seconds');
  });
});
