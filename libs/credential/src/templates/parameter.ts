import { isCurrency } from '../currencies.js';
import { parseInteger } from '../encoding/integer.js';
import { isPlainText } from '../encoding/text.js';
import { EXAMPLE_AMOUNT } from '../example-amount.js';
import { MAX_TEXT_CHARACTERS } from '../limits.js';
import { isPersonalClaim, PERSONAL_CLAIMS, type PersonalClaim } from '../policy/policy.js';
import { compareFractions, type Fraction, fraction } from '../windows/fraction.js';
import { formatAmount } from '../words/format-amount.js';
import type { Words } from '../words/language.js';

export const PARAMETER_TYPES = [
  'amount',
  'integer',
  'ratio',
  'choice',
  'currency',
  'text',
  'claims',
] as const;
export const PARAMETER_UNITS = [
  'smallest currency unit',
  'smallest currency unit per month',
  'smallest currency unit per year',
  'months',
  'days',
  'people',
  'percent',
] as const;
type ParameterUnit = (typeof PARAMETER_UNITS)[number];

/** What callers read of a parameter. Values are of the JSON type in which they are sent. */
interface ParameterTexts {
  readonly description: Words;
  readonly unit?: ParameterUnit;
  readonly default?: unknown;
  readonly example: unknown;
}

/** A value that a template takes. */
export interface Parameter<Value> extends ParameterTexts {
  readonly type: (typeof PARAMETER_TYPES)[number];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: readonly string[];
  readonly isOptional?: true;
  /** Completes "expected …". */
  readonly expected: string;
  /** @returns undefined where the value is invalid */
  readonly parse: (value: unknown) => Value | undefined;
}

/**
 * The largest amount of a parameter, in the smallest unit: 10 billion in a currency with two decimals. Its product with
 * the numbers of a ratio is below the largest bound of a policy.
 */
export const MAX_PARAMETER_AMOUNT = 10n ** 12n;

/** A decimal integer in the smallest unit of the currency, as a string. */
export const amount = (
  texts: ParameterTexts & { readonly unit: ParameterUnit; readonly example: string },
  minimum = 1n,
): Parameter<bigint> => ({
  ...texts,
  type: 'amount',
  minimum: String(minimum),
  maximum: String(MAX_PARAMETER_AMOUNT),
  expected:
    `a decimal integer from ${minimum} to ${MAX_PARAMETER_AMOUNT} in the smallest unit of the currency, as a string, ` +
    `such as "${EXAMPLE_AMOUNT}" for ${formatAmount(EXAMPLE_AMOUNT, 'EUR')}`,
  parse: (value) => {
    const parsed = parseInteger(value);
    return parsed !== undefined && parsed >= minimum && parsed <= MAX_PARAMETER_AMOUNT ? parsed : undefined;
  },
});

export const integer = (
  texts: ParameterTexts & { readonly example: number },
  minimum: number,
  maximum: number,
): Parameter<number> => ({
  ...texts,
  type: 'integer',
  minimum,
  maximum,
  expected: `an integer from ${minimum} to ${maximum}, such as ${texts.example}`,
  parse: (value) =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
      ? (value as number)
      : undefined,
});

/** `3`, `2.5` or `10/3`. With these lengths, all coefficients and bounds of templates are those of valid policies. */
const RATIO = /^(?:(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?|([1-9][0-9]{0,3})\/([1-9][0-9]{0,2}))$/;

/** @returns undefined for a text that is no ratio, and for 0 */
export function parseRatio(text: unknown): Fraction | undefined {
  const match = typeof text === 'string' ? RATIO.exec(text) : null;
  if (!match) return undefined;
  const [, whole, decimals = '', numerator, denominator] = match;
  if (numerator !== undefined) return fraction(BigInt(numerator), BigInt(denominator!));
  const digits = BigInt(`${whole}${decimals}`);
  return digits === 0n ? undefined : fraction(digits, 10n ** BigInt(decimals.length));
}

/** An exact ratio, as a string. It is multiplied out and never rounded. */
export const ratio = (
  texts: ParameterTexts & { readonly example: string },
  minimum: string,
  maximum: string,
): Parameter<Fraction> => {
  const [least, most] = [parseRatio(minimum)!, parseRatio(maximum)!];
  return {
    ...texts,
    type: 'ratio',
    minimum,
    maximum,
    expected: `a ratio from ${minimum} to ${maximum} as a string, such as "3", "2.5" or "10/3"`,
    parse: (value) => {
      const parsed = parseRatio(value);
      const isInRange =
        parsed && compareFractions(parsed, least) >= 0n && compareFractions(parsed, most) <= 0n;
      return isInRange ? parsed : undefined;
    },
  };
};

export const choice = <const Name extends string>(
  values: readonly Name[],
  texts: ParameterTexts & { readonly default: NoInfer<Name>; readonly example: NoInfer<Name> },
): Parameter<Name> => ({
  ...texts,
  type: 'choice',
  values,
  expected: `one of ${values.join(', ')}`,
  parse: (value) => values.find((one) => one === value),
});

export const currency = (texts: ParameterTexts & { readonly example: string }): Parameter<string> => ({
  ...texts,
  type: 'currency',
  expected: 'an ISO 4217 code in upper case, such as EUR',
  parse: (value) => (isCurrency(value) ? value : undefined),
});

export const text = (texts: ParameterTexts & { readonly example: string }): Parameter<string> => ({
  ...texts,
  type: 'text',
  expected: `1 to ${MAX_TEXT_CHARACTERS} printable characters`,
  parse: (value) => (isPlainText(value, MAX_TEXT_CHARACTERS) ? value : undefined),
});

export const claims = (
  texts: ParameterTexts & { readonly example: readonly PersonalClaim[] },
): Parameter<readonly PersonalClaim[]> => ({
  ...texts,
  type: 'claims',
  values: PERSONAL_CLAIMS,
  expected: `a non-empty list of names from ${PERSONAL_CLAIMS.join(', ')}, each once`,
  parse: (value) => {
    const isList = Array.isArray(value) && value.length > 0 && value.every(isPersonalClaim);
    return isList && new Set(value).size === value.length ? value : undefined;
  },
});

/** A parameter that may be absent, and has no default. */
export const optional = <Value>(parameter: Parameter<Value>): Parameter<Value | undefined> => ({
  ...parameter,
  isOptional: true,
});
