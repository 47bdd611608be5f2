import { MAX_AGE_DAYS } from '../limits.js';
import type { LinearPredicate, Policy } from '../policy/policy.js';
import { LANGUAGES, type Words } from '../words/language.js';
import { choice, claims, currency, integer, optional, type Parameter, text } from './parameter.js';

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
export type ValuesOf<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer Value> ? Value : never;
};

/** The part of a policy that a template decides. All other members follow from the common parameters. */
export interface TemplateContent extends Pick<Policy, 'credentials' | 'people'> {
  readonly predicates: readonly Omit<LinearPredicate, 'label'>[];
}

/** A kind of policy that landlords, banks or housing offices ask for. */
export interface PolicyTemplate<P extends Parameters = Parameters> {
  readonly id: string;
  /** Also the label of its predicates, and the purpose of the policy unless the caller gives one. */
  readonly name: Words;
  readonly description: Words;
  /** The public rule that the template follows, and that its test has numbers of. */
  readonly source: { readonly title: string; readonly url: string };
  /** Where the rule has amounts in this currency. Otherwise it is a parameter. */
  readonly currency?: string;
  readonly parameters: P;
  /** @throws ProtocolError `template_parameter_invalid` where valid values contradict each other */
  content(values: ValuesOf<P>): TemplateContent;
}

/** Keeps the types of the parameters for `content`, and forgets them for the registry. */
export const defineTemplate = <P extends Parameters>(template: PolicyTemplate<P>): PolicyTemplate =>
  template as unknown as PolicyTemplate;

/** What every template takes, after its own parameters. */
export const COMMON_PARAMETERS = {
  currency: currency({
    description: { en: 'Currency of the amounts (ISO 4217)', de: 'Währung der Beträge (ISO 4217)' },
    example: 'EUR',
  }),
  max_age_days: integer(
    {
      description: {
        en: 'How many days ago the period of a credential may have ended',
        de: 'Vor wie vielen Tagen der Zeitraum eines Nachweises höchstens geendet hat',
      },
      unit: 'days',
      default: 60,
      example: 60,
    },
    MAX_AGE_DAYS.min,
    MAX_AGE_DAYS.max,
  ),
  language: choice(LANGUAGES, {
    description: {
      en: 'Language of the texts that the person sees as words of the verifier',
      de: 'Sprache der Texte, die die Person als Worte der prüfenden Stelle sieht',
    },
    default: 'en',
    example: 'de',
  }),
  purpose: optional(
    text({
      description: {
        en: 'What the proof is for; the name of the template if absent',
        de: 'Wofür der Nachweis dient; ohne Angabe der Name der Vorlage',
      },
      example: 'Lease of the flat at 7 Example Street',
    }),
  ),
  disclose: optional(
    claims({
      description: {
        en: 'Claims that every credential discloses, such as the name; name and birthdate always where there are several people',
        de: 'Angaben, die jeder Nachweis offenlegt, etwa der Name; bei mehreren Personen immer Name und Geburtsdatum',
      },
      example: ['given_name', 'family_name'],
    }),
  ),
} as const satisfies Parameters;

/** All parameters of a template: its own, then the common ones. */
export function parametersOf({ parameters, currency: fixed }: PolicyTemplate): Parameters {
  const { currency: ofCurrency, ...common } = COMMON_PARAMETERS;
  return { ...parameters, ...(fixed === undefined && { currency: ofCurrency }), ...common };
}
