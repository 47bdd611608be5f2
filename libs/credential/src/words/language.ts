/** The languages of everything that people read: statements, and templates of policies. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language. */
export type Words = Readonly<Record<Language, string>>;

export const inEveryLanguage = (text: (language: Language) => string): Words => ({
  en: text('en'),
  de: text('de'),
});
