import { expectedCountry, isCountry } from '../countries.js';

/** A register of payers: how its numbers are written, and what they must be. */
export interface Register {
  /** Letters of the canonical number; registers write theirs in upper case. */
  readonly lowerCase?: true;
  /** Completes "Expected …" for a number in canonical case, without separators; undefined for a valid one. */
  expected(number: string): string | undefined;
}

/**
 * ISO 7064 mod 97-10: with A = 10 … Z = 35, the number is 1 modulo 97. Check digits are 02 to 98: 00, 01 and 99 have the
 * same remainders as 97, 98 and 02, and would be a second number of the same payer.
 */
const hasCheckDigits = (lei: string): boolean =>
  BigInt([...lei].map((character) => Number.parseInt(character, 36)).join('')) % 97n === 1n;

/** Prefixes of VAT numbers that are not the country code, and countries whose payers have the numbers of another. */
const VAT_PREFIX: ReadonlyMap<string, string> = new Map([
  ['GR', 'EL'],
  ['UK', 'GB'],
  ['XI', 'GB'],
  ['IM', 'GB'],
  ['MC', 'FR'],
]);

/** By country: what follows the code, and an example with the code. */
type NumberForms = ReadonlyMap<string, readonly [form: RegExp, example: string]>;

/** Digits of VAT numbers with a fixed length: without leading zeros, a payer would have a second number. */
const VAT_DIGITS: readonly (readonly [country: string, digits: number])[] = [
  ['DK', 8],
  ['EE', 9],
  ['FI', 8],
  ['HR', 11],
  ['IT', 11],
  ['LU', 8],
  ['LV', 11],
  ['MT', 8],
  ['PL', 10],
  ['PT', 9],
  ['SI', 8],
  ['SK', 10],
];

/** The one form that is accepted where VAT numbers are written in several. */
const VAT_FORMS: NumberForms = new Map([
  ['AT', [/^U\d{8}$/, 'ATU12345678']],
  ['BE', [/^[01]\d{9}$/, 'BE0123456789, with ten digits']],
  ['CA', [/^\d{9}$/, 'CA123456789, without RT0001']],
  ['CH', [/^E\d{9}$/, 'CHE123456789, without MWST, TVA or IVA']],
  ['EL', [/^\d{9}$/, 'EL012345678, with nine digits']],
  ['FR', [/^[0-9A-Z]{2}\d{9}$/, 'FR12345678901, with the key before the SIREN']],
  ['GB', [/^(\d{9}|GD\d{3}|HA\d{3})$/, 'GB123456789, without the number of a branch']],
  ['HU', [/^\d{8}$/, 'HU12345678, the first eight digits of the tax number']],
  ['NL', [/^\d{9}B\d{2}$/, 'NL123456789B01']],
  ['NO', [/^\d{9}$/, 'NO123456789, without MVA']],
  ['NZ', [/^[1-9]\d{7,8}$/, 'NZ49091850, without leading zero']],
  ['SE', [/^\d{10}01$/, 'SE123456789001, with 01 at the end']],
  ...VAT_DIGITS.map(([country, digits]): [string, [RegExp, string]] => [
    country,
    [new RegExp(`^\\d{${digits}}$`), `${country}${'01234567890'.slice(0, digits)}, with ${digits} digits`],
  ]),
]);

function expectedVat(number: string): string | undefined {
  const [, prefix = '', rest = ''] = /^([A-Z]{2})(?!0+$)([0-9A-Z]{2,})$/.exec(number) ?? [];
  const other = VAT_PREFIX.get(prefix);
  if (other !== undefined) return `the prefix ${other} in place of ${prefix}`;
  if (prefix !== 'EL' && !isCountry(prefix)) {
    return 'a VAT number with the prefix of its country, such as DE123456789';
  }
  const [form, example] = VAT_FORMS.get(prefix) ?? [];
  return form === undefined || form.test(rest) ? undefined : `a VAT number such as ${example}`;
}

/** The one form of national numbers that are also written without leading zeros. */
const COMPANY_FORMS: NumberForms = new Map([['GB', [/^[0-9A-Z]{8}$/, 'GB01234567, with eight characters']]]);
const TAX_FORMS: NumberForms = new Map([['US', [/^\d{9}$/, 'US012345678, with nine digits']]]);

function expectedNational(number: string, forms: NumberForms): string | undefined {
  // HRA and HRB are parts of the German register, and not numbers of Croatia.
  const [, country = '', rest = ''] = /^(?!HR[AB]\d)([A-Z]{2})(?!0+$)([0-9A-Z]{2,})$/.exec(number) ?? [];
  if (!isCountry(country)) return `a number after ${expectedCountry(country)}`;
  const [form, example] = forms.get(country) ?? [];
  return form === undefined || form.test(rest) ? undefined : `a number such as ${example}`;
}

/** The registers of payers, in the order in which an operator chooses: the first in which the payer is registered. */
export const REGISTERS: ReadonlyMap<string, Register> = new Map<string, Register>([
  [
    'lei',
    {
      expected: (number) =>
        /^[0-9A-Z]{18}(?!00|01|99)\d{2}$/.test(number) && hasCheckDigits(number)
          ? undefined
          : 'an LEI: 20 letters and digits, the last two of which are check digits',
    },
  ],
  ['vat', { expected: expectedVat }],
  ['company', { expected: (number) => expectedNational(number, COMPANY_FORMS) }],
  ['tax', { expected: (number) => expectedNational(number, TAX_FORMS) }],
  [
    'demo',
    {
      lowerCase: true,
      expected: (number) => (/^[0-9a-z]+$/.test(number) ? undefined : 'ASCII letters and digits'),
    },
  ],
]);
