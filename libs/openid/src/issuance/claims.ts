import {
  ATTRIBUTES,
  LANGUAGES,
  type Language,
  PERSONAL_CLAIMS,
  VOCABULARIES,
  type Words,
} from '@zk-income/credential';

/** What is said of a claim to wallets and their developers. */
export interface ClaimDescription {
  readonly path: readonly [string, ...string[]];
  readonly words: Words;
  /** Whether every credential has the claim. */
  readonly mandatory: boolean;
  readonly isDisclosable: boolean;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const inEveryLanguage = (text: (language: Language) => string): Words => ({
  en: capitalized(text('en')),
  de: capitalized(text('de')),
});

const always = (path: ClaimDescription['path'], en: string, de: string): ClaimDescription => ({
  path,
  words: { en, de },
  mandatory: true,
  isDisclosable: false,
});

/** The claims that people read, in the order in which wallets show them. */
export const SHOWN_CLAIMS: readonly ClaimDescription[] = [
  ...PERSONAL_CLAIMS.map(
    (name): ClaimDescription => ({
      path: [name],
      words: inEveryLanguage((language) => VOCABULARIES[language].claims[name]),
      mandatory: false,
      isDisclosable: true,
    }),
  ),
  {
    path: ['source_id'],
    words: inEveryLanguage((language) => VOCABULARIES[language].claims.source_id),
    mandatory: true,
    isDisclosable: true,
  },
  always(['currency'], 'Currency', 'Währung'),
  always(['period', 'start'], 'First day of the period', 'Erster Tag des Zeitraums'),
  always(['period', 'end'], 'Last day of the period', 'Letzter Tag des Zeitraums'),
];

/** The openings of the commitments, which only wallets that can prove predicates get. */
export const OPENING_CLAIMS: readonly ClaimDescription[] = [...ATTRIBUTES].map(([name, { meaning }]) => ({
  path: ['openings', name],
  words: inEveryLanguage((language) => VOCABULARIES[language].bare(meaning[language])),
  mandatory: false,
  isDisclosable: true,
}));

/** One object for each language. */
export const inLanguages = <T extends object>(
  describe: (language: Language) => T,
): readonly ({ readonly locale: Language } & T)[] =>
  LANGUAGES.map((locale) => ({ locale, ...describe(locale) }));
