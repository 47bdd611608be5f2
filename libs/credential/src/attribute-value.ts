import { ATTRIBUTES } from './attributes.js';
import { kindOfValue } from './encoding/describe-value.js';
import { EXAMPLE_AMOUNT } from './example-amount.js';
import { formatAmount } from './words/format-amount.js';

/** What the text of an amount or a bound must be, and what it is instead. Never repeats it. */
export function attributeValueExpected(attribute: string | undefined, value: unknown): string {
  const isMonths = attribute !== undefined && ATTRIBUTES.get(attribute)?.unit === 'months';
  const example = isMonths
    ? 'months, such as "24"'
    : `the smallest unit of the currency, such as "${EXAMPLE_AMOUNT}" for ${formatAmount(EXAMPLE_AMOUNT, 'EUR')}`;
  return `expected a decimal integer, as a string, in ${example}; got ${kindOfValue(value)}.`;
}

/** What a currency must be, and what it is instead. */
export function currencyExpected(value: unknown): string {
  const isLowerCase = typeof value === 'string' && /^[a-z]{3}$/.test(value);
  const got = isLowerCase
    ? '; got lower-case letters'
    : typeof value === 'string'
      ? ''
      : `; got ${kindOfValue(value)}`;
  return `expected an ISO 4217 code in upper case, such as EUR${got}.`;
}
