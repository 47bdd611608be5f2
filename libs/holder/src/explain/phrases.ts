import { ATTRIBUTES, formatAmount, type Language } from '@zk-income/credential';

/** An attribute as a noun without article. */
export function bareNoun(attribute: string, language: Language): string {
  const { meaning } = ATTRIBUTES.get(attribute)!;
  return language === 'de' ? meaning.de.slice(meaning.de.indexOf(' ') + 1) : meaning.en;
}

/** `a, b and c` */
export function listOf(items: readonly string[], language: Language): string {
  const and = { en: 'and', de: 'und' }[language];
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${and} ${items[items.length - 1]}`;
}

/** A number of months, or an amount in the smallest unit of a currency. */
export function quantity(
  value: bigint,
  { isMonths, currency }: { readonly isMonths: boolean; readonly currency: string },
  language: Language,
): string {
  if (!isMonths) return formatAmount(String(value), currency, language);
  const isOne = value === 1n;
  return `${value} ${{ en: isOne ? 'month' : 'months', de: isOne ? 'Monat' : 'Monate' }[language]}`;
}
