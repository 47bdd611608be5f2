import { signal } from './signal.js';

/** The languages of every page. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language: the shape that the credential library uses for statements. */
export type Words = Readonly<Record<Language, string>>;

/** What each language calls itself, for the switch. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const STORED_AS = 'zk-income.language';
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && (LANGUAGES as readonly string[]).includes(value);

/** The direction of a language, for `dir`. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';

/** The first of the reader's languages that the pages have; English if they have none of them. */
export function preferredLanguage(stored: string | null, preferences: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  return preferences.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** The language of the page. Components that call `useTexts` render again when it changes. */
export const language = signal<Language>('en');

/** Storage that a browser denies (private mode, blocked site data) is no reason to fail: the choice is then forgotten. */
const stored = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string | undefined): void {
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Forgotten when the page is closed.
    }
  },
};

export { stored as preferences };

function show(value: Language): void {
  language.value = value;
  document.documentElement.lang = value;
  document.documentElement.dir = directionOf(value);
}

/** Sets the language of the page to the remembered one, or else to one that the browser prefers. Call it once, first. */
export function initLanguage(): void {
  show(preferredLanguage(stored.get(STORED_AS), navigator.languages));
  addEventListener('storage', (event) => {
    if (event.key === STORED_AS && isLanguage(event.newValue)) show(event.newValue);
  });
}

/** Changes the language of the page and remembers it. */
export function setLanguage(value: Language): void {
  stored.set(STORED_AS, value);
  show(value);
}
