import { inWholeUnits, smallestUnits } from '../amounts.js';
import type { Parameter, Template } from '../api.js';

/** What is entered, by the name of the parameter. */
export type Entered = Readonly<Record<string, string>>;

/** Parameters that the page sets itself. */
const SET_BY_PAGE = ['language', 'purpose'];

export const shownParameters = ({ parameters }: Template): readonly Parameter[] =>
  parameters.filter(({ name }) => !SET_BY_PAGE.includes(name));

/** The currency of a template's amounts: entered, or the only one that the template has. */
export const currencyOf = (template: Template, entered: Entered): string =>
  (template as { currency?: string }).currency ?? entered.currency ?? 'EUR';

/** What the fields contain at first: defaults, and examples of what is required. */
export function initialValues(template: Template): Entered {
  const currency = currencyOf(template, { currency: 'EUR' });
  return Object.fromEntries(
    shownParameters(template).map(({ name, type, required, example, ...parameter }) => {
      const value = parameter.default ?? (required ? example : undefined);
      if (value === undefined) return [name, ''];
      return [name, type === 'amount' ? inWholeUnits(String(value), currency) : String(value)];
    }),
  );
}

/** The value of a parameter as the service expects it; undefined if it is left out or cannot be read. */
function readValue({ type, name }: Parameter, entered: Entered, currency: string): unknown {
  const text = (entered[name] ?? '').trim();
  if (text === '') return undefined;
  switch (type) {
    case 'amount':
      return smallestUnits(text, currency);
    case 'integer':
      return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
    case 'ratio':
      return text.replace(',', '.');
    case 'claims':
      return text.split(' ');
    default:
      return text;
  }
}

/** The names of the parameters whose text cannot be read. */
export const unreadable = (template: Template, entered: Entered): readonly string[] =>
  shownParameters(template)
    .filter(
      (parameter) =>
        ((entered[parameter.name] ?? '').trim() !== '' || parameter.required) &&
        readValue(parameter, entered, currencyOf(template, entered)) === undefined,
    )
    .map(({ name }) => name);

/** The `parameters` of a request. */
export const parametersOf = (template: Template, entered: Entered, language: string): object =>
  Object.fromEntries([
    ...shownParameters(template)
      .map((parameter) => [parameter.name, readValue(parameter, entered, currencyOf(template, entered))])
      .filter(([, value]) => value !== undefined),
    ['language', language],
  ]);
