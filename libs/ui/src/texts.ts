import { type Language, language, type Words } from './language.js';
import { useSignal } from './signal.js';

// biome-ignore lint/suspicious/noExplicitAny: a text may have any parameters; the type of the catalogue keeps them.
type Text = string | ((...args: any[]) => string);
type Entry = Readonly<Record<Language, Text>>;

/** All texts of a page by name, each in every language. A text with parameters is a function. */
export type Catalogue = Readonly<Record<string, Entry>>;

/** The texts of one language, by name. */
export type TextsOf<C extends Catalogue> = { readonly [Name in keyof C]: C[Name]['en'] };

/** Each entry has the same type, and thus the same parameters, in every language. */
type Same<C extends Catalogue> = {
  [Name in keyof C]: C[Name]['en'] extends string
    ? Readonly<Record<Language, string>>
    : Readonly<Record<Language, C[Name]['en']>>;
};

/**
 * A catalogue of texts, checked by the compiler: every text exists in every language with the same parameters.
 *
 * @example
 * const TEXTS = defineTexts({
 *   title: { en: 'Your wallet', de: 'Ihre Wallet' },
 *   sharesLeft: {
 *     en: (n: number) => `${n} ${plural('en', n, { one: 'share', other: 'shares' })} left`,
 *     de: (n: number) => `noch ${n} ${plural('de', n, { one: 'Nachweis', other: 'Nachweise' })}`,
 *   },
 * });
 */
export const defineTexts = <const C extends Catalogue>(catalogue: C & Same<C>): C => catalogue;

const known = new WeakMap<Catalogue, Map<Language, unknown>>();

/** The texts of a catalogue in one language. */
export function textsIn<C extends Catalogue>(catalogue: C, of: Language): TextsOf<C> {
  const languages = known.get(catalogue) ?? new Map<Language, unknown>();
  known.set(catalogue, languages);
  const texts =
    languages.get(of) ??
    Object.fromEntries(Object.entries(catalogue).map(([name, entry]) => [name, entry[of]]));
  languages.set(of, texts);
  return texts as TextsOf<C>;
}

/** The texts of a catalogue in the language of the page. A component that calls it renders again when that changes. */
export const useTexts = <C extends Catalogue>(catalogue: C): TextsOf<C> =>
  textsIn(catalogue, useSignal(language));

/** A text of the protocol (a statement, an explanation) in the language of the page. */
export const say = (words: Words): string => words[language.value];
