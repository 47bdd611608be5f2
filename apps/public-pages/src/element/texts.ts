import { defineTexts } from '@zk-income/ui';

export const TEXTS = defineTexts({
  title: { en: 'Prove your income', de: 'Einkommen nachweisen' },
  lead: {
    en: (host: string) =>
      `With your wallet, through ${host}. You see the question first, and decide what you share.`,
    de: (host: string) =>
      `Mit Ihrer Wallet, über ${host}. Sie sehen zuerst die Frage und entscheiden, was Sie teilen.`,
  },
  qr: {
    en: 'QR code: scan it with the wallet on your phone',
    de: 'QR-Code: Scannen Sie ihn mit der Wallet auf Ihrem Handy',
  },
  scan: { en: 'Scan with the wallet on your phone, or', de: 'Mit der Wallet auf dem Handy scannen, oder' },
  open: { en: 'Open my wallet', de: 'Meine Wallet öffnen' },
  help: { en: 'Other ways and help', de: 'Andere Wege und Hilfe' },
  newTab: { en: '(new tab)', de: '(neuer Tab)' },
  waiting: { en: 'Waiting for your answer …', de: 'Wartet auf Ihre Antwort …' },
  done: {
    en: 'Your answer has arrived. This site continues now.',
    de: 'Ihre Antwort ist angekommen. Diese Website macht jetzt weiter.',
  },
  gone: {
    en: 'This request has ended. Please start again on this site.',
    de: 'Diese Anfrage ist beendet. Bitte beginnen Sie auf dieser Website neu.',
  },
  unavailable: {
    en: (host: string) => `${host} does not answer. Your wallet may still work. The page tries again.`,
    de: (host: string) =>
      `${host} antwortet gerade nicht. Ihre Wallet kann trotzdem funktionieren; der Stand folgt.`,
  },
  invalid: {
    en: 'This request cannot be shown. Please reload the page.',
    de: 'Diese Anfrage lässt sich nicht anzeigen. Bitte laden Sie die Seite neu.',
  },
});
