export * from './components/actions.js';
export * from './components/amount.js';
export * from './components/dialog.js';
export * from './components/form.js';
export { Icon, type IconName, Mark } from './components/icons.js';
export * from './components/page-frame.js';
export * from './components/progress.js';
export { QrCode, type QrCodeProps, qrPath } from './components/qr-code.js';
export * from './components/surfaces.js';
export * from './components/tabs.js';
export * from './format.js';
export {
  initLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  language,
  setLanguage,
  type Words,
} from './language.js';
export { type Signal, signal, useSignal } from './signal.js';
export { type Catalogue, defineTexts, say, type TextsOf, textsIn, useTexts } from './texts.js';
export { initTheme, setTheme, THEMES, type Theme, theme } from './theme.js';
export { trustedScriptUrl } from './trusted-types.js';
