import { preferences } from './language.js';
import { signal } from './signal.js';

/** `system` follows the setting of the device. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = 'zk-income.theme';
const isTheme = (value: unknown): value is Theme => (THEMES as readonly unknown[]).includes(value);

export const theme = signal<Theme>('system');

function show(value: Theme): void {
  theme.value = value;
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
}

/** Shows the page in the remembered theme. Call it once, before the first rendering. */
export function initTheme(): void {
  const value = preferences.get(STORED_AS);
  show(isTheme(value) ? value : 'system');
}

/** Changes the theme of the page and remembers it. */
export function setTheme(value: Theme): void {
  preferences.set(STORED_AS, value === 'system' ? undefined : value);
  show(value);
}
