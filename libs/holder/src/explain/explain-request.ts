import {
  ATTRIBUTES,
  chosenPolicies,
  chosenPolicy,
  claimsToDisclose,
  countedPeople,
  type DisclosedClaim,
  type DisclosureQuery,
  describePolicy,
  inEveryLanguage,
  type Language,
  type Period,
  type Person,
  type Policy,
  parseWindow,
  peopleOf,
  VOCABULARIES,
  type Window,
  type Words,
} from '@zk-income/credential';
import { type DisclosureAnalysis, disclosedAmounts } from './disclosed-amounts.js';
import { bareNoun, listOf } from './phrases.js';
import { type Warning, warningsOf } from './warnings.js';

/** Words that the verifier chose. They are shown as a quote, and never explain what is proved. */
export interface Quote {
  readonly text: string;
  /** What the verifier named with it. */
  readonly of: 'purpose' | 'statement' | 'alternative' | 'credential' | 'person';
  readonly lang?: string;
}

export interface Explanation {
  /** What is asked, from the terms: the statements to prove, and the claims to disclose. */
  readonly asks: readonly Words[];
  /** What the verifier learns from an answer, objects of "learns". */
  readonly learns: readonly Words[];
  /** What the verifier does not learn from it. */
  readonly doesNotLearn: readonly Words[];
  readonly quotes: readonly Quote[];
  readonly warnings: readonly Warning[];
}

/** A credential that the person chose, as far as the verifier sees it. */
export interface ShownCredential {
  /** The identifier of the issuer, and its name where the wallet knows it. */
  readonly issuer: { readonly iss: string; readonly name?: string };
  readonly period: Period;
  /** The attributes that the credential commits to. */
  readonly attributes: readonly string[];
}

export interface ExplainOptions {
  /** The alternative that the person chose. Without it, all alternatives are explained. */
  readonly alternative?: string;
  /** The id of the person in a policy of several people; the first one by default. */
  readonly person?: string;
  /** By the ids of the policy. */
  readonly credentials?: Readonly<Record<string, ShownCredential>>;
}

const both = (en: string, de: string): Words => ({ en, de });

const claimNames = (claims: readonly DisclosedClaim[], language: Language): string =>
  listOf(
    claims.map((claim) => VOCABULARIES[language].claims[claim]),
    language,
  );

/** What is always disclosed of a credential, whatever is asked. */
function alwaysLearned(shown: readonly ShownCredential[], currency: string | undefined): Words[] {
  const issuers = [...new Set(shown.map(({ issuer: { iss, name } }) => (name ? `${name} (${iss})` : iss)))];
  const of = issuers.length > 0 ? `: ${issuers.join(', ')}` : '';
  const attributes = [...new Set(shown.flatMap((one) => one.attributes))].filter((one) =>
    ATTRIBUTES.has(one),
  );
  const kinds = (language: Language) =>
    attributes.length === 0
      ? ''
      : `: ${listOf(
          attributes.map((one) => bareNoun(one, language)),
          language,
        )}`;
  const periods = shown.map(({ period }) => `${period.start} – ${period.end}`);
  const dates = periods.length === 0 ? '' : `: ${[...new Set(periods)].join(', ')}`;
  const inCurrency = currency === undefined ? '' : ` (${currency})`;
  return [
    both(
      `Who issued the credential${of}. If your employer issues it, that is your employer`,
      `Wer den Nachweis ausgestellt hat${of}. Stellt ihn Ihr Arbeitgeber aus, ist das Ihr Arbeitgeber`,
    ),
    both(
      `The period and currency of your income${inCurrency}${dates}`,
      `Zeitraum und Währung Ihres Einkommens${inCurrency}${dates}`,
    ),
    both(
      `Which kinds of amounts the credential contains, but not how much${kinds('en')}`,
      `Welche Arten von Beträgen der Nachweis enthält, aber nicht wie viel${kinds('de')}`,
    ),
    both(
      'That the credential is valid and not revoked, and when it was issued and expires',
      'Dass der Nachweis gültig und nicht widerrufen ist, und wann er ausgestellt wurde und abläuft',
    ),
    both(
      'A number and a key that are used for this share only. Verifier and issuer together could find out from them whose credential it is',
      'Eine Nummer und einen Schlüssel nur für dieses Mal. Prüfende und ausstellende Stelle könnten daraus gemeinsam erfahren, wessen Nachweis es ist',
    ),
  ];
}

function learnsOf(
  policy: Policy,
  person: Person,
  options: ExplainOptions,
  claims: readonly DisclosedClaim[],
): Words[] {
  const statements = statementsOf(policy, person);
  const shown = shownOf(person.credentials, options);
  return [
    ...statements.map(({ en, de }) => both(`That this is true: ${en}`, `Dass das stimmt: ${de}`)),
    ...claimsLearned(claims),
    ...(policy.people
      ? [
          both(
            'That several people answer together, and which of them proves what',
            'Dass mehrere Personen gemeinsam antworten, und wer was nachweist',
          ),
        ]
      : []),
    ...(options.alternative === undefined
      ? []
      : [both('Which of its options you chose', 'Welche ihrer Möglichkeiten Sie gewählt haben')]),
    ...alwaysLearned(shown, policy.currency),
  ];
}

function claimsLearned(claims: readonly DisclosedClaim[]): Words[] {
  const personal = claims.filter((claim) => claim !== 'source_id');
  return [
    ...(personal.length > 0
      ? [
          both(
            `These details about you: ${claimNames(personal, 'en')}`,
            `Diese Angaben über Sie: ${claimNames(personal, 'de')}`,
          ),
        ]
      : []),
    ...(claims.includes('source_id')
      ? [
          both(
            'Who pays each income, such as the register number of your employer',
            'Wer jedes Einkommen zahlt, etwa die Registernummer Ihres Arbeitgebers',
          ),
        ]
      : []),
  ];
}

function shownOf(ids: readonly string[], { credentials = {} }: ExplainOptions): ShownCredential[] {
  return ids.flatMap((id) => (Object.hasOwn(credentials, id) ? [credentials[id]!] : []));
}

function doesNotLearnOf(
  policy: Policy,
  person: Person,
  claims: readonly DisclosedClaim[],
  { amounts, isTooHard }: DisclosureAnalysis,
  shown: readonly ShownCredential[],
): Words[] {
  const told = new Set(
    amounts
      .filter(({ level }) => level !== 'narrow')
      .flatMap(({ terms }) => terms)
      .map(({ attribute }) => attribute),
  );
  const counted = new Set(
    policy.predicates
      .flatMap(({ terms }) => terms)
      .filter(({ credential }) => person.credentials.includes(credential))
      .map(({ attribute }) => attribute),
  );
  const hidden = isTooHard ? [] : [...counted].filter((attribute) => !told.has(attribute));
  const others = [...new Set(shown.flatMap(({ attributes }) => attributes))].filter(
    (one) => ATTRIBUTES.has(one) && !counted.has(one),
  );
  return [
    ...hidden.map((attribute) => {
      const isMonths = ATTRIBUTES.get(attribute)!.unit === 'months';
      return both(
        `Your exact ${bareNoun(attribute, 'en')}`,
        `${isMonths ? 'Die genaue Dauer' : 'Den genauen Betrag'}: ${bareNoun(attribute, 'de')}`,
      );
    }),
    ...(others.length > 0 || shown.length === 0
      ? [
          both(
            `Any other amount of your credential${namesOf(others, 'en')}`,
            `Andere Beträge Ihres Nachweises${namesOf(others, 'de')}`,
          ),
        ]
      : []),
    ...personalNotLearned(claims),
    both(
      'If you decline: whether you did not want to, or could not',
      'Wenn Sie ablehnen: ob Sie nicht wollten oder nicht konnten',
    ),
  ];
}

const namesOf = (attributes: readonly string[], language: Language): string =>
  attributes.length === 0
    ? ''
    : `: ${listOf(
        attributes.map((one) => bareNoun(one, language)),
        language,
      )}`;

function personalNotLearned(claims: readonly DisclosedClaim[]): Words[] {
  const withheld = (['given_name', 'family_name', 'birthdate'] as const).filter(
    (claim) => !claims.includes(claim),
  );
  const isEmployerKnown = claims.includes('employer') || claims.includes('source_id');
  return [
    ...(withheld.length > 0
      ? [both(`Your ${claimNames(withheld, 'en')}`, `Ihre Angaben: ${claimNames(withheld, 'de')}`)]
      : []),
    ...(isEmployerKnown
      ? []
      : [
          both(
            'Your employer, unless your employer issued the credential',
            'Ihren Arbeitgeber, außer er hat den Nachweis ausgestellt',
          ),
        ]),
    both('Account numbers, pay slips and tax numbers', 'Kontonummern, Gehaltsabrechnungen und Steuernummern'),
  ];
}

/** The statements of a person, without the claims to disclose and what others learn. */
function statementsOf(policy: Policy, person: Person): Words[] {
  const count = policy.predicates.filter((predicate) =>
    countedPeople(policy, predicate).some(({ id }) => id === person.id),
  ).length;
  return describePolicy(policy, person).slice(0, count);
}

/** What another person of the request learns. */
function sharesOf(policy: Policy, person: Person, claims: readonly DisclosedClaim[]): Words[] {
  const before = statementsOf(policy, person).length + (claims.length > 0 ? 1 : 0);
  return describePolicy(policy, person).slice(before);
}

function quotesOf(policy: Policy, chosen: Policy): Quote[] {
  const quotes: Quote[] = [
    { text: policy.purpose, of: 'purpose' },
    ...chosen.predicates.map(({ label }): Quote => ({ text: label, of: 'statement' })),
    ...(policy.any_of ?? []).map(({ label }): Quote => ({ text: label, of: 'alternative' })),
    ...(chosen.credentials.length > 1
      ? chosen.credentials.map((text): Quote => ({ text, of: 'credential' }))
      : []),
    ...Object.keys(chosen.people ?? {}).map((text): Quote => ({ text, of: 'person' })),
  ];
  const seen = new Set<string>();
  return quotes.filter(({ text, of }) => {
    const key = `${of} ${text}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function windowsOf(options: ExplainOptions): ReadonlyMap<string, Window> {
  return new Map(
    Object.entries(options.credentials ?? {}).flatMap(([id, { period }]) => {
      const window = parseWindow(period);
      return window ? [[id, window] as const] : [];
    }),
  );
}

const byText = (list: readonly Words[]): Words[] => [...new Map(list.map((one) => [one.en, one])).values()];

/** The explanation of a policy with one alternative. */
function explainChosen(policy: Policy, chosen: Policy, options: ExplainOptions): Explanation {
  const people = peopleOf(chosen);
  const person = people.find(({ id }) => id === options.person) ?? people[0];
  const claims = claimsToDisclose(chosen, person.credentials[0]!);
  const analysis = ofPerson(disclosedAmounts(chosen, windowsOf(options)), person);
  const shares = sharesOf(chosen, person, claims);
  return {
    asks: describePolicy(chosen, person),
    learns: byText(learnsOf(chosen, person, options, claims)),
    doesNotLearn: doesNotLearnOf(chosen, person, claims, analysis, shownOf(person.credentials, options)),
    quotes: quotesOf(policy, chosen),
    warnings: warningsOf({ policy, chosen, person, claims, analysis, shares }),
  };
}

const ofPerson = ({ amounts, ...rest }: DisclosureAnalysis, { credentials }: Person): DisclosureAnalysis => ({
  ...rest,
  amounts: amounts.filter(({ terms }) => terms.some(({ credential }) => credentials.includes(credential))),
});

/** Before the person has chosen: what any of the alternatives asks and tells. */
function explainAll(policy: Policy, options: ExplainOptions): Explanation {
  const all = chosenPolicies(policy).map(({ policy: chosen, alternative }) => ({
    alternative,
    explanation: explainChosen(policy, chosen, {
      ...options,
      ...(alternative !== undefined && { alternative }),
    }),
  }));
  const isCommon = (list: (one: Explanation) => readonly Words[], text: string) =>
    all.every(({ explanation }) => list(explanation).some(({ en }) => en === text));
  const asks = byText(all.flatMap(({ explanation }) => explanation.asks));
  const common = asks.filter(({ en }) => isCommon((one) => one.asks, en));
  const options_ = all.map(({ explanation }, i): Words => {
    const own = explanation.asks.filter(({ en }) => !common.some((one) => one.en === en));
    return inEveryLanguage(
      (language) =>
        `${{ en: 'Option', de: 'Möglichkeit' }[language]} ${i + 1}: ${own.map((one) => one[language]).join('; ')}`,
    );
  });
  const warnings = new Map(
    all.flatMap(({ explanation }) => explanation.warnings).map((one) => [one.en, one] as const),
  );
  return {
    asks: [...common, ...options_],
    learns: byText(all.flatMap(({ explanation }) => explanation.learns)),
    doesNotLearn: byText(all.flatMap(({ explanation }) => explanation.doesNotLearn)).filter(({ en }) =>
      isCommon((one) => one.doesNotLearn, en),
    ),
    quotes: all
      .flatMap(({ explanation }) => explanation.quotes)
      .filter(({ text, of }, i, list) => list.findIndex((one) => one.text === text && one.of === of) === i),
    warnings: [...warnings.values()],
  };
}

/**
 * Explains a request to the person who is asked, from the terms of its policy. The verifier's words are in `quotes` only,
 * except for the ids of credentials and people, which tell several of them apart.
 *
 * @param policy as `parsePolicy` returns it
 */
export function explainRequest(policy: Policy, options: ExplainOptions = {}): Explanation {
  if (policy.any_of === undefined) return explainChosen(policy, policy, options);
  const chosen = chosenPolicy(policy, options.alternative);
  return chosen ? explainChosen(policy, chosen, options) : explainAll(policy, options);
}

/** Explains a request that asks for claims and proves nothing of an income. */
export function explainDisclosure(
  { claims }: Pick<DisclosureQuery, 'claims'>,
  credential?: ShownCredential,
): Explanation {
  const disclosed = both(
    `To be disclosed: ${claimNames(claims, 'en')}`,
    `Offenzulegen sind: ${claimNames(claims, 'de')}`,
  );
  return {
    asks: claims.length > 0 ? [disclosed] : [],
    learns: [...claimsLearned(claims), ...alwaysLearned(credential ? [credential] : [], undefined)],
    doesNotLearn: [
      both(
        'How much you earn, or whether it is enough: nothing about an amount is proved',
        'Wie viel Sie verdienen, oder ob es reicht: Über Beträge wird nichts nachgewiesen',
      ),
      ...personalNotLearned(claims),
    ],
    quotes: [],
    warnings: warningsOf({ claims }),
  };
}
