import { decimalsOf } from '../currencies.js';
import type { Language } from './language.js';

/** Not the locale data of the runtime: it differs between versions, and the words would differ between platforms. */
const SEPARATORS: Readonly<Record<Language, { readonly group: string; readonly decimal: string }>> = {
  en: { group: ',', decimal: '.' },
  de: { group: '.', decimal: ',' },
};

/** U+2212, not a hyphen. */
export const MINUS = '−';

const negativeSign = (isNegative: boolean): string => (isNegative ? MINUS : '');

/**
 * Formats an amount in the currency's smallest unit: `5400000` EUR is `54,000.00 EUR` in English, `54.000,00 EUR` in
 * German.
 */
export function formatAmount(smallestUnits: string, currency: string, language: Language = 'en'): string {
  const { group, decimal } = SEPARATORS[language];
  const places = decimalsOf(currency);
  const digits = smallestUnits.replace('-', '').padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=([0-9]{3})+$)/g, group);
  const fraction = places > 0 ? `${decimal}${digits.slice(-places)}` : '';
  return `${negativeSign(smallestUnits.startsWith('-'))}${whole}${fraction} ${currency}`;
}

/** A decimal number without trailing zeros: `3350` with 2 decimals is `33.5`. */
export function formatDecimal(digits: bigint, places: number, language: Language): string {
  const text = String(digits).padStart(places + 1, '0');
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  return `${text.slice(0, text.length - places)}${fraction === '' ? '' : `${SEPARATORS[language].decimal}${fraction}`}`;
}

/** A number of months: `1 month`, `−24 Monate`. */
export function formatMonths(months: string, language: Language): string {
  const digits = months.replace('-', '');
  const isOne = digits === '1';
  const unit = { en: isOne ? 'month' : 'months', de: isOne ? 'Monat' : 'Monate' }[language];
  return `${negativeSign(months.startsWith('-'))}${digits} ${unit}`;
}
