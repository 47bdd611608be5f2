import { expect, test } from '@jest/globals';
import { HELP_TEXTS } from './pages/help-texts.js';
import { REQUEST_TEXTS } from './pages/request-texts.js';
import { SETTINGS_TEXTS } from './pages/settings-texts.js';
import { TEXTS } from './texts.js';

test('every text differs between the languages, unless it is the same word in both', () => {
  const same = Object.entries({ ...TEXTS, ...HELP_TEXTS, ...REQUEST_TEXTS, ...SETTINGS_TEXTS }).filter(
    ([, { en, de }]) => typeof en === 'string' && en === de,
  );
  expect(same.map(([name]) => name).sort()).toEqual(['navHome', 'pasteLabel']);
});
