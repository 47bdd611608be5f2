import { defineTexts } from '@zk-income/ui';

export const TEXTS = defineTexts({
  name: { en: 'Income proof', de: 'Einkommensnachweis' },

  offerTitle: { en: 'Your income credential is ready', de: 'Ihr Einkommensnachweis liegt bereit' },
  offerLead: {
    en: (host: string) =>
      `${host} gives you a digital credential of your income. With it you can show, for example, that a rent is affordable, without handing over pay slips.`,
    de: (host: string) =>
      `${host} stellt Ihnen einen digitalen Nachweis Ihres Einkommens aus. Damit zeigen Sie zum Beispiel, dass eine Miete bezahlbar ist, ohne Lohnabrechnungen aus der Hand zu geben.`,
  },
  offerOnce: {
    en: 'The link works once, and only for you. Do not forward it.',
    de: 'Der Link funktioniert einmal und nur für Sie. Geben Sie ihn nicht weiter.',
  },
  codeTitle: { en: 'You need a code', de: 'Sie brauchen einen Code' },
  codeText: {
    en: (host: string, length: number | undefined) =>
      `Your wallet will ask for a code${length === undefined ? '' : ` of ${length} characters`}. ${host} gives it to you separately, for example by letter or by telephone. Enter it in your wallet only.`,
    de: (host: string, length: number | undefined) =>
      `Ihre Wallet fragt nach einem Code${length === undefined ? '' : ` mit ${length} Zeichen`}. Sie erhalten ihn getrennt von ${host}, zum Beispiel per Brief oder am Telefon. Geben Sie ihn nur in Ihrer Wallet ein.`,
  },
  offerHere: { en: 'Receive it on this device', de: 'Auf diesem Gerät empfangen' },
  offerScan: { en: 'Receive it on your phone', de: 'Auf dem Handy empfangen' },

  requestTitle: {
    en: (host: string) => `${host} asks for a proof of income`,
    de: (host: string) => `${host} bittet um einen Einkommensnachweis`,
  },
  requestLead: {
    en: 'Your wallet shows the question in plain words, and what would be shared. Nothing is sent before you agree.',
    de: 'Ihre Wallet zeigt die Frage in verständlichen Worten und was geteilt würde. Nichts wird gesendet, bevor Sie zustimmen.',
  },
  requestHere: { en: 'Answer on this device', de: 'Auf diesem Gerät antworten' },
  requestScan: { en: 'Answer with your phone', de: 'Mit dem Handy antworten' },

  openWallet: { en: 'Open my wallet', de: 'Meine Wallet öffnen' },
  openWebWallet: { en: 'Open the web wallet', de: 'Web-Wallet öffnen' },
  webWalletHint: {
    en: (host: string) => `The web wallet runs in this browser, without an installation (${host}).`,
    de: (host: string) => `Die Web-Wallet läuft in diesem Browser, ohne Installation (${host}).`,
  },
  nothingHappens: {
    en: 'Nothing happens? Then this device has no wallet that knows such links. Copy the link and paste it into your wallet.',
    de: 'Nichts passiert? Dann gibt es auf diesem Gerät keine Wallet, die solche Links kennt. Kopieren Sie den Link und fügen Sie ihn in Ihre Wallet ein.',
  },
  copyLink: { en: 'Copy the link', de: 'Link kopieren' },
  scanHint: {
    en: 'Open your wallet on the phone and scan this code with it.',
    de: 'Öffnen Sie die Wallet auf Ihrem Handy und scannen Sie damit diesen Code.',
  },
  qrAlt: {
    en: 'QR code that opens the wallet on your phone',
    de: 'QR-Code, der die Wallet auf Ihrem Handy öffnet',
  },

  noWalletTitle: { en: 'I have no wallet', de: 'Ich habe keine Wallet' },
  noWalletWhat: {
    en: 'A wallet is an app that keeps digital credentials, as a purse keeps cards. Any wallet for OpenID credentials can receive this.',
    de: 'Eine Wallet ist eine App, die digitale Nachweise aufbewahrt, wie ein Portemonnaie Karten. Jede Wallet für OpenID-Nachweise kann damit umgehen.',
  },
  noWalletWeb: {
    en: 'The quickest way is the web wallet: it needs no account and keeps everything in this browser.',
    de: 'Am schnellsten geht es mit der Web-Wallet: Sie braucht kein Konto und behält alles in diesem Browser.',
  },
  noWalletOffer: {
    en: (host: string) => `Ask ${host} which wallet fits. The link stays valid until it expires.`,
    de: (host: string) =>
      `Fragen Sie ${host}, welche Wallet passt. Der Link bleibt bis zu seinem Ablauf gültig.`,
  },
  noCredentialTitle: { en: 'I have no income credential', de: 'Ich habe keinen Einkommensnachweis' },
  noCredentialText: {
    en: 'Your employer or its payroll office issues it. If it does not, agree on another way with whom you got this link from: you need not use this one.',
    de: 'Ihr Arbeitgeber oder seine Lohnabrechnung stellt ihn aus. Falls nicht, vereinbaren Sie einen anderen Weg mit der Stelle, von der Sie den Link haben: Sie müssen diesen nicht nutzen.',
  },
  unexpectedTitle: { en: 'I did not expect this', de: 'Ich habe das nicht erwartet' },
  unexpectedOffer: {
    en: 'Then close this page. Nothing was sent. A genuine link comes from your employer or its payroll office, and the code never comes with it.',
    de: 'Dann schließen Sie diese Seite. Es wurde nichts gesendet. Ein echter Link kommt von Ihrem Arbeitgeber oder seiner Lohnabrechnung, und der Code kommt nie zusammen mit ihm.',
  },
  unexpectedRequest: {
    en: 'Then close this page. Nothing was sent. You are never obliged to answer, and your wallet shows who asks.',
    de: 'Dann schließen Sie diese Seite. Es wurde nichts gesendet. Sie sind nie verpflichtet zu antworten, und Ihre Wallet zeigt, wer fragt.',
  },

  stateOpen: { en: 'Waiting for your answer', de: 'Wartet auf Ihre Antwort' },
  stateDoneTitle: { en: 'Answered', de: 'Beantwortet' },
  stateDoneText: {
    en: (host: string) => `${host} has received the answer. You can close this page.`,
    de: (host: string) => `${host} hat die Antwort erhalten. Sie können diese Seite schließen.`,
  },
  stateGoneTitle: { en: 'This request has ended', de: 'Diese Anfrage ist beendet' },
  stateGoneText: {
    en: 'It has expired or was withdrawn. Ask for a new link if you still want to answer.',
    de: 'Sie ist abgelaufen oder wurde zurückgezogen. Bitten Sie um einen neuen Link, wenn Sie noch antworten möchten.',
  },

  listingTitle: {
    en: (host: string) => `${host} asks applicants for a proof of income`,
    de: (host: string) => `${host} bittet Bewerberinnen und Bewerber um einen Einkommensnachweis`,
  },
  listingAsks: { en: 'What is asked', de: 'Was gefragt wird' },
  listingNoAmounts: {
    en: 'You show that this is true. You show neither the amounts nor pay slips.',
    de: 'Sie zeigen, dass das stimmt. Beträge und Lohnabrechnungen zeigen Sie nicht.',
  },
  listingDiscloses: {
    en: 'Your wallet shows which details are asked for.',
    de: 'Ihre Wallet zeigt, nach welchen Angaben gefragt wird.',
  },
  listingEither: { en: 'One way to answer:', de: 'Eine Möglichkeit zu antworten:' },
  listingApply: { en: 'Continue', de: 'Weiter' },
  listingNothingYet: {
    en: (until: string) =>
      `Nothing is sent yet: the next page opens your wallet, which asks you first. Open until ${until}.`,
    de: (until: string) =>
      `Noch wird nichts gesendet: Die nächste Seite öffnet Ihre Wallet, und die fragt Sie zuerst. Offen bis ${until}.`,
  },
  listingWhyTitle: { en: 'Who sees my answer?', de: 'Wer sieht meine Antwort?' },
  listingWhyText: {
    en: (host: string) => `Only ${host}. Other applicants see neither your answer nor that you applied.`,
    de: (host: string) => `Nur ${host}. Andere sehen weder Ihre Antwort noch, dass Sie sich beworben haben.`,
  },
  listingUnknownTitle: { en: 'This link leads nowhere', de: 'Dieser Link führt ins Leere' },
  listingUnknownText: {
    en: 'It was withdrawn, or a part of it is missing. Ask where you got it from for a new one.',
    de: 'Er wurde zurückgezogen, oder ein Teil davon fehlt. Bitten Sie dort, wo Sie ihn bekommen haben, um einen neuen.',
  },
  listingClosedTitle: { en: 'No further applications', de: 'Keine weiteren Bewerbungen' },
  listingClosedText: {
    en: 'Applications are closed. If you already have a request of your own, you can still answer it.',
    de: 'Die Bewerbungen sind abgeschlossen. Wenn Sie schon eine eigene Anfrage haben, können Sie sie noch beantworten.',
  },
  listingBusyTitle: { en: 'Many people are applying', de: 'Gerade bewerben sich viele' },
  listingBusyText: {
    en: 'Try again in a few minutes.',
    de: 'Versuchen Sie es in ein paar Minuten noch einmal.',
  },
  listingFailedTitle: { en: 'That did not work', de: 'Das hat nicht geklappt' },
  listingFailedText: {
    en: 'Check your connection and try again.',
    de: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  },
  listingPrivate: {
    en: 'This page loads nothing from other sites.',
    de: 'Diese Seite lädt nichts von anderen Websites.',
  },
  listingRetry: { en: 'Try again', de: 'Noch einmal versuchen' },
  listingReferenceTitle: { en: 'My reference', de: 'Mein Kennzeichen' },
  listingReferenceText: {
    en: (reference: string) =>
      `Your answer has no name. If you write to the landlord, add this reference: ${reference}`,
    de: (reference: string) =>
      `Ihre Antwort trägt keinen Namen. Wenn Sie schreiben, geben Sie dieses Kennzeichen an: ${reference}`,
  },
  listingAnotherTitle: { en: 'I am someone else', de: 'Ich bin eine andere Person' },
  listingAnotherText: {
    en: 'This browser keeps one request, so that you find it again. Another person on this device needs their own.',
    de: 'Dieser Browser behält eine Anfrage, damit Sie sie wiederfinden. Eine andere Person an diesem Gerät braucht eine eigene.',
  },
  listingAnotherButton: { en: 'Start over', de: 'Neu beginnen' },

  incompleteTitle: { en: 'This link is incomplete', de: 'Dieser Link ist unvollständig' },
  incompleteText: {
    en: 'A part of it was lost, often when it was copied or in a message. Open the original link again, or ask for a new one.',
    de: 'Ein Teil fehlt, oft weil er beim Kopieren oder in einer Nachricht verloren ging. Öffnen Sie den ursprünglichen Link noch einmal oder bitten Sie um einen neuen.',
  },
  foreignTitle: { en: 'This link is not genuine', de: 'Dieser Link ist nicht echt' },
  foreignText: {
    en: (host: string) => `It leads to another service than ${host}. Do not open it, and tell the sender.`,
    de: (host: string) =>
      `Er führt zu einem anderen Dienst als ${host}. Öffnen Sie ihn nicht und sagen Sie der Absenderin oder dem Absender Bescheid.`,
  },
  private: {
    en: 'What the link contains stays in your browser. This page loads nothing from other sites.',
    de: 'Was der Link enthält, bleibt in Ihrem Browser. Diese Seite lädt nichts von anderen Websites.',
  },
});
