import { defineTexts } from './texts.js';

/** The texts of the components themselves. */
export const UI_TEXTS = defineTexts({
  language: { en: 'Language', de: 'Sprache' },
  theme: { en: 'Appearance', de: 'Darstellung' },
  themeSystem: { en: 'Like the device', de: 'Wie das Gerät' },
  themeLight: { en: 'Light', de: 'Hell' },
  themeDark: { en: 'Dark', de: 'Dunkel' },
  skipToContent: { en: 'Skip to content', de: 'Zum Inhalt springen' },
  copy: { en: 'Copy', de: 'Kopieren' },
  copied: { en: 'Copied', de: 'Kopiert' },
  copyFailed: { en: 'Please copy it by hand', de: 'Bitte von Hand kopieren' },
  close: { en: 'Close', de: 'Schließen' },
  show: { en: 'Show', de: 'Anzeigen' },
  hide: { en: 'Hide', de: 'Verbergen' },
  amountHidden: { en: 'hidden', de: 'verborgen' },
  required: { en: 'required', de: 'Pflichtfeld' },
  qrCode: { en: 'QR code', de: 'QR-Code' },
  working: { en: 'Working', de: 'In Arbeit' },
  stepOf: {
    en: (step: number, of: number) => `Step ${step} of ${of}`,
    de: (step: number, of: number) => `Schritt ${step} von ${of}`,
  },
  done: { en: 'done', de: 'erledigt' },
  quoteFrom: {
    en: (name: string) => `In the words of ${name}`,
    de: (name: string) => `In den Worten von ${name}`,
  },
  info: { en: 'Note', de: 'Hinweis' },
  success: { en: 'Done', de: 'Erledigt' },
  warning: { en: 'Please note', de: 'Bitte beachten' },
  danger: { en: 'Error', de: 'Fehler' },
});
