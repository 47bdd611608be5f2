import {
  ATTRIBUTES,
  type DisclosedClaim,
  inEveryLanguage,
  type Language,
  type Person,
  type Policy,
  type Words,
} from '@zk-income/credential';
import type { DisclosedAmount, DisclosureAnalysis } from './disclosed-amounts.js';
import { bareNoun, quantity, yourNoun } from './phrases.js';

export type WarningCode =
  /** The answer tells an amount, exactly or nearly. */
  | 'amount_disclosed'
  /** The answer tells a sum of amounts, exactly or nearly. */
  | 'sum_disclosed'
  /** The answer places an amount in an interval of less than a tenth of it. */
  | 'amount_narrow'
  /** No one-year amounts meet all statements, so that nothing can be said of what they tell. */
  | 'statements_contradictory'
  | 'statements_too_complex'
  | 'source_of_income'
  | 'choice_tells'
  | 'names_asked'
  | 'employer_asked'
  | 'other_person_learns_amount';

/** A sentence for the person, with a code for what shows it. */
export type Warning = Words & { readonly code: WarningCode };

interface Warned {
  readonly policy?: Policy;
  readonly chosen?: Policy;
  readonly person?: Person;
  readonly claims: readonly DisclosedClaim[];
  readonly analysis?: DisclosureAnalysis;
  readonly shares?: readonly Words[];
}

const warning = (code: WarningCode, en: string, de: string): Warning => ({ code, en, de });

/** Attributes that say where an income comes from, and what the law often protects. */
const SOURCES = ['benefits', 'pension', 'maintenance', 'self_employed_profit'] as const;

/** `gross income plus 2 × benefits minus debt payments` */
function sumInWords({ terms }: DisclosedAmount, language: Language): string {
  const parts = [...terms].sort((a, b) => Number(b.coefficient > 0n) - Number(a.coefficient > 0n));
  const severalCredentials = new Set(terms.map(({ credential }) => credential)).size > 1;
  return parts
    .map(({ credential, attribute, coefficient }, i) => {
      const size = coefficient < 0n ? -coefficient : coefficient;
      const sign = coefficient < 0n ? 'minus ' : i > 0 ? 'plus ' : '';
      const owner = severalCredentials ? ` (${credential})` : '';
      return `${sign}${size === 1n ? '' : `${size} × `}${bareNoun(attribute, language)}${owner}`;
    })
    .join(' ');
}

function intervalInWords(amount: DisclosedAmount, currency: string, language: Language): string {
  const { interval, terms } = amount;
  if (!interval) return '';
  const definition = ATTRIBUTES.get(terms[0]!.attribute)!;
  const isMonths = definition.unit === 'months';
  const say = (value: bigint) => quantity(value, { isMonths, currency }, language);
  const per = definition.unit === 'money_per_period' ? { en: ' per year', de: ' pro Jahr' }[language] : '';
  const { atLeast, atMost } = interval;
  if (atLeast >= atMost) return `: ${say(atLeast)}${per}`;
  const [between, and] = { en: ['between', 'and'], de: ['zwischen', 'und'] }[language] as [string, string];
  return `: ${between} ${say(atLeast)} ${and} ${say(atMost)}${per}`;
}

function amountWarning(amount: DisclosedAmount, currency: string): Warning {
  const isOne = amount.terms.length === 1;
  const text = (language: Language): string => {
    const what = isOne ? yourNoun(amount.terms[0]!.attribute, language) : sumInWords(amount, language);
    const interval = intervalInWords(amount, currency, language);
    const ifSame = amount.ifSame
      ? {
          en: 'If your credentials are about the same income: ',
          de: 'Wenn Ihre Nachweise dasselbe Einkommen betreffen: ',
        }[language]
      : '';
    const isExact = amount.level === 'exact' && amount.interval !== undefined;
    const almost = isExact
      ? { en: 'exactly', de: 'genau' }[language]
      : { en: 'almost exactly', de: 'fast genau' }[language];
    const sentence = {
      en: `An answer tells ${almost} ${what}${interval}`,
      de: `Eine Antwort verrät ${almost} ${what}${interval}`,
    }[language];
    const consequence = isOne
      ? { en: 'That is the amount, not a yes or no.', de: 'Das ist der Betrag, kein Ja oder Nein.' }[language]
      : {
          en: 'From this sum, each of its amounts can follow.',
          de: 'Aus dieser Summe kann jeder ihrer Beträge folgen.',
        }[language];
    return `${ifSame}${sentence}. ${consequence}`;
  };
  const narrow = (language: Language): string => {
    const what = isOne ? yourNoun(amount.terms[0]!.attribute, language) : sumInWords(amount, language);
    const interval = intervalInWords(amount, currency, language);
    return {
      en: `An answer tells ${what} to within a tenth${interval}.`,
      de: `Eine Antwort verrät auf ein Zehntel genau ${what}${interval}.`,
    }[language];
  };
  if (amount.level === 'narrow') return { code: 'amount_narrow', ...inEveryLanguage(narrow) };
  return { code: isOne ? 'amount_disclosed' : 'sum_disclosed', ...inEveryLanguage(text) };
}

function sourceWarnings(chosen: Policy, person: Person, positive: ReadonlySet<string>): Warning[] {
  const counted = new Set(
    chosen.predicates
      .flatMap(({ terms }) => terms)
      .filter(({ credential }) => person.credentials.includes(credential))
      .map(({ attribute }) => attribute),
  );
  return SOURCES.filter((attribute) => counted.has(attribute)).map((attribute) => {
    const [en, de] = [bareNoun(attribute, 'en'), bareNoun(attribute, 'de')];
    return positive.has(attribute)
      ? warning(
          'source_of_income',
          `An answer tells where your income comes from: ${en}.`,
          `Eine Antwort verrät, woher Ihr Einkommen kommt: ${de}.`,
        )
      : warning(
          'source_of_income',
          `The request counts ${en}. An answer can suggest that your income comes from there.`,
          `Die Anfrage zählt ${de}. Eine Antwort kann nahelegen, dass Ihr Einkommen daher kommt.`,
        );
  });
}

/** The choice of an alternative tells that it suits better than the others. */
function choiceWarning({ any_of = [] }: Policy): Warning[] {
  if (any_of.length === 0) return [];
  const kindOf = ({ predicates }: (typeof any_of)[number]) =>
    JSON.stringify(
      [
        ...new Set(
          predicates.flatMap(({ terms }) => terms.map((one) => `${one.credential}.${one.attribute}`)),
        ),
      ].sort(),
    );
  const tellsSource = new Set(any_of.map(kindOf)).size > 1;
  return [
    tellsSource
      ? warning(
          'choice_tells',
          'The option that you choose tells which kind of income you have, and that the other options may not fit.',
          'Die Möglichkeit, die Sie wählen, verrät, welche Art von Einkommen Sie haben, und dass die anderen vielleicht nicht passen.',
        )
      : warning(
          'choice_tells',
          'The option that you choose tells that you may not meet the other options.',
          'Die Möglichkeit, die Sie wählen, verrät, dass Sie die anderen vielleicht nicht erfüllen.',
        ),
  ];
}

function claimWarnings(claims: readonly DisclosedClaim[]): Warning[] {
  const names = claims.filter((claim) => ['given_name', 'family_name', 'birthdate'].includes(claim));
  const work = claims.filter((claim) => ['employer', 'employment_type', 'employed_since'].includes(claim));
  return [
    ...(names.length > 0
      ? [
          warning(
            'names_asked',
            'The answer shows who you are. Whether that is needed at this stage is for you to judge: before a choice of applicants it seldom is.',
            'Die Antwort zeigt, wer Sie sind. Ob das jetzt schon nötig ist, entscheiden Sie: Vor einer engeren Auswahl ist es das selten.',
          ),
        ]
      : []),
    ...(work.length > 0 || claims.includes('source_id')
      ? [
          warning(
            'employer_asked',
            'The answer tells about your work, such as who pays you.',
            'Die Antwort verrät etwas über Ihre Arbeit, etwa wer Sie bezahlt.',
          ),
        ]
      : []),
  ];
}

/** What a person should know before an answer, the most serious first. */
export function warningsOf({ policy, chosen, person, claims, analysis, shares = [] }: Warned): Warning[] {
  const { amounts = [], isContradictory, isTooHard, positive = new Set<string>() } = analysis ?? {};
  const currency = chosen?.currency ?? 'EUR';
  return [
    ...amounts.map((amount) => amountWarning(amount, currency)),
    ...shares.map((words): Warning => ({ code: 'other_person_learns_amount', ...words })),
    ...(isContradictory
      ? [
          warning(
            'statements_contradictory',
            'The statements contradict each other for amounts of one year. What an answer tells cannot be said in advance: better decline.',
            'Die Aussagen widersprechen sich für Beträge eines Jahres. Was eine Antwort verrät, lässt sich nicht vorab sagen: Lehnen Sie besser ab.',
          ),
        ]
      : []),
    ...(isTooHard
      ? [
          warning(
            'statements_too_complex',
            'The request is so complicated that it cannot be said what its statements tell together. Take them to tell the amounts.',
            'Die Anfrage ist so kompliziert, dass sich nicht sagen lässt, was ihre Aussagen zusammen verraten. Rechnen Sie damit, dass sie die Beträge verraten.',
          ),
        ]
      : []),
    ...(chosen && person ? sourceWarnings(chosen, person, positive) : []),
    ...(policy ? choiceWarning(policy) : []),
    ...claimWarnings(claims),
  ];
}
