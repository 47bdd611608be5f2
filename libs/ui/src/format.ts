import { type Language, language } from './language.js';

/** The reader's own variant of a language (`en-GB`, `de-AT`), for dates and numbers. */
export function localeOf(of: Language): string {
  const preferred = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  // English without a country would write dates as in the United States.
  return preferred.find((tag) => tag.startsWith(`${of}-`)) ?? { en: 'en-GB', de: 'de-DE' }[of];
}

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The form of a word for a number, by the plural rules of the language. */
export const plural = (of: Language, count: number, forms: Forms): string =>
  forms[new Intl.PluralRules(of).select(count)] ?? forms.other;

/** `1 December 2026`. */
export const formatDate = (date: Date | number | string, of: Language = language.value): string =>
  new Intl.DateTimeFormat(localeOf(of), { dateStyle: 'long' }).format(new Date(date));

/** `1 Dec 2026, 14:30`. */
export const formatDateTime = (date: Date | number | string, of: Language = language.value): string =>
  new Intl.DateTimeFormat(localeOf(of), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(date));

/** A day of a credential's period (`2026-11-30`): a date without a time zone. */
export const formatDay = (day: string, of: Language = language.value): string =>
  new Intl.DateTimeFormat(localeOf(of), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** `in 2 hours`, `3 minutes ago`: the distance in the largest whole unit. */
export function formatDistance(seconds: number, of: Language = language.value): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const format = new Intl.RelativeTimeFormat(localeOf(of), { numeric: 'auto' });
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return format.format(Math.trunc(seconds / size), unit);
}

/** An amount in the currency's smallest unit, exact however large: `5400000` EUR is `€54,000.00`. */
export function formatAmount(smallestUnits: string, currency: string, of: Language = language.value): string {
  const format = new Intl.NumberFormat(localeOf(of), { style: 'currency', currency });
  const places = format.resolvedOptions().maximumFractionDigits ?? 2;
  const isNegative = smallestUnits.startsWith('-');
  const digits = smallestUnits.replace('-', '').padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const decimal = `${isNegative ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
  // A decimal text is formatted exactly, a number above 2^53 would not be.
  return format.format(decimal as unknown as number);
}
