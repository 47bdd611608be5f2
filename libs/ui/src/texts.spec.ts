import { describe, expect, test } from '@jest/globals';
import { plural } from './format.js';
import { directionOf, preferredLanguage } from './language.js';
import { defineTexts, textsIn } from './texts.js';
import { UI_TEXTS } from './ui-texts.js';

const TEXTS = defineTexts({
  title: { en: 'Wallet', de: 'Brieftasche' },
  left: {
    en: (n: number) => `${n} ${plural('en', n, { one: 'share', other: 'shares' })}`,
    de: (n: number) => `${n} ${plural('de', n, { one: 'Nachweis', other: 'Nachweise' })}`,
  },
});

describe('a catalogue of texts', () => {
  test('has each text in each language, with its parameters', () => {
    expect(textsIn(TEXTS, 'en').title).toBe('Wallet');
    expect([1, 2].map(textsIn(TEXTS, 'en').left)).toEqual(['1 share', '2 shares']);
    expect([1, 2].map(textsIn(TEXTS, 'de').left)).toEqual(['1 Nachweis', '2 Nachweise']);
  });

  test('gives the same object again, so that components can compare it', () => {
    expect(textsIn(TEXTS, 'de')).toBe(textsIn(TEXTS, 'de'));
  });

  test('of the components says something else in each language', () => {
    // Words that both languages share.
    const same = Object.entries(UI_TEXTS).filter(([, { en, de }]) => String(en) === String(de));
    expect(same.map(([name]) => name)).toEqual([]);
  });
});

describe('the language of the page', () => {
  test.each([
    ['de', ['en'], 'de'],
    [null, ['fr-FR', 'de-AT', 'en'], 'de'],
    [null, ['en-US', 'de'], 'en'],
    [null, ['fr'], 'en'],
    ['xx', [], 'en'],
  ])(
    'is what was chosen (%s), or else what the browser prefers (%j): %s',
    (stored, preferences, expected) => {
      expect(preferredLanguage(stored, preferences)).toBe(expected);
    },
  );

  test('has a direction', () => {
    expect(['en', 'ar', 'he-IL', 'arn'].map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'ltr']);
  });
});
