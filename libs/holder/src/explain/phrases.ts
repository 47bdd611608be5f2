import { ATTRIBUTES, formatAmount, type Language } from '@zk-income/credential';

/** An attribute as a noun without article. */
export function bareNoun(attribute: string, language: Language): string {
  const { meaning } = ATTRIBUTES.get(attribute)!;
  return language === 'de' ? meaning.de.slice(meaning.de.indexOf(' ') + 1) : meaning.en;
}

const YOUR: Readonly<Record<string, string>> = { das: 'Ihr', die: 'Ihre', der: 'Ihren' };

/** An attribute of the person, as an object: `your gross income`, `Ihr Bruttoeinkommen`. */
export function yourNoun(attribute: string, language: Language): string {
  const { meaning } = ATTRIBUTES.get(attribute)!;
  if (language === 'en') return `your ${meaning.en}`;
  return `${YOUR[meaning.de.slice(0, meaning.de.indexOf(' '))]} ${bareNoun(attribute, 'de')}`;
}

/** `a, b and c` */
export function listOf(items: readonly string[], language: Language): string {
  const and = { en: 'and', de: 'und' }[language];
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${and} ${items[items.length - 1]}`;
}

interface QuantityUnit {
  readonly isMonths: boolean;
  /** Undefined where it is not known: the number is then that of smallest units. */
  readonly currency: string | undefined;
}

/** A number of months, or an amount in the smallest unit of a currency. */
export function quantity(value: bigint, { isMonths, currency }: QuantityUnit, language: Language): string {
  const isOne = value === 1n || value === -1n;
  if (isMonths)
    return `${value} ${{ en: isOne ? 'month' : 'months', de: isOne ? 'Monat' : 'Monate' }[language]}`;
  return currency === undefined
    ? `${value} ${{ en: 'smallest units', de: 'kleinste Einheiten' }[language]}`
    : formatAmount(String(value), currency, language);
}
