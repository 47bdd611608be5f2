import {
  ATTRIBUTE_MAXIMUM,
  ATTRIBUTES,
  inEveryLanguage,
  type KnownWindow,
  type Language,
  type LedgerEntry,
  type LinearFact,
  LinearKnowledge,
  PROBING_LIMITS,
  type RequestAssessment,
  type Words,
} from '@zk-income/credential';
import { abs, larger, largest } from '../bigints.js';
import { bareNoun, quantity } from '../explain/phrases.js';

/** `calm`: wider than the budget. `narrow`: narrower. `disclosed`: less than 100.00 or three months wide. */
export type MeterLevel = 'calm' | 'narrow' | 'disclosed';

/** The narrowest interval that a person wants to allow, in percent of its larger bound. */
export interface MeterBudget {
  /** What one verifier can infer. */
  readonly verifier: number;
  /** What all verifiers can infer if they compare their answers. */
  readonly all: number;
}

export const DEFAULT_BUDGET: MeterBudget = PROBING_LIMITS.windowPercent;

/** An amount or a sum of amounts of one payer or several. */
export interface MeteredAmount {
  readonly terms: readonly {
    readonly coefficient: string;
    readonly attribute: string;
    /** `source_id`, or the issuer where the credential has none. `another person` for amounts of others. */
    readonly payer: string;
    /** The length of the window in years, where it is not one: `1/4`. */
    readonly years?: string;
  }[];
  /** In the smallest unit of the currency, or in months. */
  readonly atLeast: string;
  readonly atMost: string;
}

export interface MeterRow extends MeteredAmount {
  readonly of: 'verifier' | 'all';
  /** The host of the verifier; absent for all together, and for those that are pooled. */
  readonly verifier?: string;
  readonly level: MeterLevel;
  readonly words: Words;
}

/** What verifiers can infer about amounts from answers and refusals. It is made from these alone, and not from the amounts. */
export interface Meter {
  /** The highest of all rows. */
  readonly level: MeterLevel;
  readonly rows: readonly MeterRow[];
}

export interface MeterOptions {
  readonly budget?: MeterBudget;
  /** The currency of the credentials of a payer, where the wallet knows it. */
  readonly currencyOf?: (payer: string) => string | undefined;
  /** Whether a verifier is not on the trust list: all of these count as one, whatever their hosts. */
  readonly isPooled?: (host: string) => boolean;
  /** The name of a verifier on the trust list. */
  readonly nameOf?: (host: string) => string | undefined;
}

const LEVELS: readonly MeterLevel[] = ['calm', 'narrow', 'disclosed'];
const OTHER = 'another person';

const isJoint = ({ terms }: LinearFact): boolean =>
  terms.some(({ variable }) => variable.endsWith(`@${OTHER}`));

/** As the holder concludes: of facts that contradict each other, those of other people and the oldest are of former amounts. */
function knowledgeOf(entries: readonly LedgerEntry[]): readonly KnownWindow[] {
  const facts = entries.flatMap((entry) => entry.facts);
  const ordered = [...facts.filter(isJoint), ...facts.filter((fact) => !isJoint(fact))];
  for (let from = 0; ; from++) {
    const knowledge = LinearKnowledge.from(ordered.slice(from));
    if (!knowledge) continue;
    return [...knowledge.intervals()]
      .filter(([, { lo, hi, isForm }]) => isForm || lo > 0n || hi < ATTRIBUTE_MAXIMUM)
      .map(([of, { lo, hi }]) => ({ of, at_least: String(lo), at_most: String(hi) }));
  }
}

/** `2·gross_income@vat:DE1 + -5·debt_payments[1/4 years]@vat:DE1` */
function termsOf(of: string): MeteredAmount['terms'] {
  return of.split(' + ').map((text) => {
    const match = /^(?:(-?[0-9]+)·)?([a-z0-9_]+)(?:\[([0-9/]+) years\])?@(.*)$/s.exec(text);
    const [, coefficient = '1', attribute = '', years, payer = ''] = match ?? [];
    return { coefficient, attribute, payer, ...(years !== undefined && { years }) };
  });
}

const meteredAmount = ({ of, at_least, at_most }: KnownWindow): MeteredAmount => ({
  terms: termsOf(of),
  atLeast: at_least,
  atMost: at_most,
});

function levelOf({ terms, atLeast, atMost }: MeteredAmount, percent: number): MeterLevel {
  const [lo, hi] = [BigInt(atLeast), BigInt(atMost)];
  const width = hi - lo + 1n;
  const isMonths = ATTRIBUTES.get(terms[0]!.attribute)?.unit === 'months';
  const scale = largest(terms.map(({ coefficient }) => abs(BigInt(coefficient))));
  if (width < BigInt(PROBING_LIMITS.minimumWindow[isMonths ? 'months' : 'money']) * scale) return 'disclosed';
  const size = larger(abs(lo), abs(hi));
  return width * 100n < BigInt(percent) * size ? 'narrow' : 'calm';
}

const attributeInWords = (attribute: string, language: Language): string =>
  ATTRIBUTES.has(attribute) ? bareNoun(attribute, language) : attribute;

function amountInWords({ terms }: MeteredAmount, language: Language): string {
  const sorted = [...terms].sort(
    (a, b) => Number(BigInt(b.coefficient) > 0n) - Number(BigInt(a.coefficient) > 0n),
  );
  return sorted
    .map(({ coefficient, attribute, payer, years }, i) => {
      const factor = BigInt(coefficient);
      const sign = factor < 0n ? 'minus ' : i > 0 ? 'plus ' : '';
      const size = abs(factor) === 1n ? '' : `${abs(factor)} × `;
      const person =
        payer === OTHER ? { en: ' of another person', de: ' einer anderen Person' }[language] : '';
      const length =
        years === undefined ? '' : { en: ` (over ${years} years)`, de: ` (über ${years} Jahre)` }[language];
      return `${sign}${size}${attributeInWords(attribute, language)}${length}${person}`;
    })
    .join(' ');
}

function intervalInWords(amount: MeteredAmount, currency: string | undefined, language: Language): string {
  const { terms, atLeast, atMost } = amount;
  const [lo, hi] = [BigInt(atLeast), BigInt(atMost)];
  const isMonths = ATTRIBUTES.get(terms[0]!.attribute)?.unit === 'months';
  const say = (value: bigint) => quantity(value, { isMonths, currency }, language);
  const isOpen = hi >= ATTRIBUTE_MAXIMUM;
  if (lo === hi) return `${{ en: 'exactly', de: 'genau' }[language]} ${say(lo)}`;
  if (isOpen) return `${{ en: 'at least', de: 'mindestens' }[language]} ${say(lo)}`;
  if (lo <= 0n && terms.length === 1) return `${{ en: 'at most', de: 'höchstens' }[language]} ${say(hi)}`;
  const [between, and] = { en: ['between', 'and'], de: ['zwischen', 'und'] }[language] as [string, string];
  return `${between} ${say(lo)} ${and} ${say(hi)}`;
}

function currencyIn(
  { terms }: MeteredAmount,
  { currencyOf = () => undefined }: MeterOptions,
): string | undefined {
  for (const { payer } of terms) {
    const currency = currencyOf(payer.replace(/#[0-9]+$/, ''));
    if (currency !== undefined) return currency;
  }
  return undefined;
}

const describeAmount = (amount: MeteredAmount, options: MeterOptions): Words =>
  inEveryLanguage(
    (language) =>
      `${amountInWords(amount, language)}: ${intervalInWords(amount, currencyIn(amount, options), language)}`,
  );

/**
 * The meter of a wallet: for each verifier, and for all together, the interval in which its answers and refusals place each
 * amount.
 *
 * @param entries of the ledger, in the order in which they were appended
 */
export function meterOf(entries: readonly LedgerEntry[], options: MeterOptions = {}): Meter {
  const { budget = DEFAULT_BUDGET, isPooled = () => false } = options;
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const group = isPooled(entry.verifier) ? '' : entry.verifier;
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  const rowsOf = (list: readonly LedgerEntry[], of: MeterRow['of'], host: string): MeterRow[] =>
    knowledgeOf(list).map((window) => {
      const amount = meteredAmount(window);
      return {
        ...amount,
        of,
        ...(of === 'verifier' && host !== '' && { verifier: host }),
        level: levelOf(amount, budget[of]),
        words: describeAmount(amount, options),
      };
    });
  const rows = [
    ...[...groups].flatMap(([host, list]) => rowsOf(list, 'verifier', host)),
    ...rowsOf(entries, 'all', ''),
  ];
  const level = rows.reduce<MeterLevel>(
    (most, row) => (LEVELS.indexOf(row.level) > LEVELS.indexOf(most) ? row.level : most),
    'calm',
  );
  return { level, rows };
}

/** How an answer would change what can be inferred about an amount. */
export interface Narrowing extends MeteredAmount {
  readonly of: 'verifier' | 'all';
  /** Absent where nothing is known yet. */
  readonly before?: { readonly atLeast: string; readonly atMost: string };
  readonly level: MeterLevel;
  /** Whether the answer makes the interval narrower than the budget: ask before it is given. */
  readonly isBeyondBudget: boolean;
  readonly words: Words;
}

/**
 * What an answer would add to the meter if all statements hold. It does not depend on whether they do, so that the question
 * whether to answer tells nothing.
 */
export function narrowingsOf(
  { known, knownAfterProof }: Pick<RequestAssessment, 'known' | 'knownAfterProof'>,
  options: MeterOptions = {},
): readonly Narrowing[] {
  const { budget = DEFAULT_BUDGET } = options;
  return (['verifier', 'all'] as const).flatMap((of) =>
    knownAfterProof[of].flatMap((after): Narrowing[] => {
      const before = known[of].find((one) => one.of === after.of);
      if (before && before.at_least === after.at_least && before.at_most === after.at_most) return [];
      const amount = meteredAmount(after);
      const level = levelOf(amount, budget[of]);
      return [
        {
          ...amount,
          of,
          ...(before && { before: { atLeast: before.at_least, atMost: before.at_most } }),
          level,
          isBeyondBudget: level !== 'calm',
          words: describeAmount(amount, options),
        },
      ];
    }),
  );
}
