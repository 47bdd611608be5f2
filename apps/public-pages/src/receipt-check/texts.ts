import { defineTexts } from '@zk-income/ui';

export const TEXTS = defineTexts({
  name: { en: 'Receipt check', de: 'Quittung prüfen' },
  title: { en: 'Check a receipt', de: 'Eine Quittung prüfen' },
  lead: {
    en: (host: string) =>
      `Find out whether a receipt is a genuine one of ${host}, and what it says. The check happens on this device: the receipt is not sent anywhere.`,
    de: (host: string) =>
      `Finden Sie heraus, ob eine Quittung wirklich von ${host} stammt und was sie aussagt. Geprüft wird auf diesem Gerät: Die Quittung wird nirgendwohin gesendet.`,
  },
  input: { en: 'Receipt', de: 'Quittung' },
  inputHint: {
    en: 'Paste the text of the receipt, or drop its file here. It begins with “ey”, or with “{” in a JSON file.',
    de: 'Fügen Sie den Text der Quittung ein oder legen Sie ihre Datei hier ab. Er beginnt mit „ey“, in einer JSON-Datei mit „{“.',
  },
  chooseFile: { en: 'Choose a file', de: 'Datei auswählen' },
  clear: { en: 'Clear', de: 'Leeren' },
  fileTooLarge: {
    en: 'This file is too large for a receipt.',
    de: 'Diese Datei ist zu groß für eine Quittung.',
  },

  genuine: { en: 'This receipt is genuine', de: 'Diese Quittung ist echt' },
  genuineText: {
    en: (host: string, time: string) =>
      `${host} signed it, and it was not changed since. Valid as of ${time}.`,
    de: (host: string, time: string) =>
      `${host} hat sie signiert, und sie wurde seitdem nicht verändert. Gültig mit Stand ${time}.`,
  },
  changed: { en: 'This receipt was changed', de: 'Diese Quittung wurde verändert' },
  changedText: {
    en: 'Its content does not fit its signature. Do not rely on it, and ask for the original.',
    de: 'Ihr Inhalt passt nicht zu ihrer Signatur. Verlassen Sie sich nicht darauf und bitten Sie um das Original.',
  },
  unknownKey: { en: 'This receipt cannot be confirmed', de: 'Diese Quittung lässt sich nicht bestätigen' },
  unknownKeyText: {
    en: (host: string) =>
      `It is not signed with a key that ${host} publishes now. It may come from another service, or be older than the keys, or be forged.`,
    de: (host: string) =>
      `Sie ist mit keinem Schlüssel signiert, den ${host} derzeit veröffentlicht. Sie kann von einem anderen Dienst stammen, älter als die Schlüssel oder gefälscht sein.`,
  },
  notAReceipt: { en: 'This is not a receipt', de: 'Das ist keine Quittung' },
  notAReceiptText: {
    en: 'A receipt is one long text with two dots in it. Perhaps a part is missing.',
    de: 'Eine Quittung ist ein langer Text mit zwei Punkten darin. Vielleicht fehlt ein Teil.',
  },

  verifiedTitle: { en: 'What was proved', de: 'Was bewiesen wurde' },
  disclosedTitle: { en: 'What was disclosed', de: 'Was offengelegt wurde' },
  alternative: {
    en: (id: string) => `The person chose this way to answer: “${id}”.`,
    de: (id: string) => `Die Person hat diesen Weg gewählt: „${id}“.`,
  },
  peopleTitle: { en: 'Credentials of each person', de: 'Nachweise je Person' },
  claimsTitle: { en: 'Details of the person', de: 'Angaben zur Person' },
  detailsTitle: { en: 'Details for your files', de: 'Angaben für Ihre Unterlagen' },
  signer: { en: 'Checked and signed by', de: 'Geprüft und signiert von' },
  owner: { en: 'For the client', de: 'Für den Kunden' },
  signedAt: { en: 'Time of the check', de: 'Zeitpunkt der Prüfung' },
  credentials: { en: 'Credentials, not revoked then', de: 'Nachweise, damals nicht widerrufen' },
  requestId: { en: 'Request', de: 'Anfrage' },
  receiptId: { en: 'Receipt number', de: 'Nummer der Quittung' },
  policyHash: { en: 'Fingerprint of the question', de: 'Fingerabdruck der Frage' },
  presentationHash: { en: 'Fingerprint of the answer', de: 'Fingerabdruck der Antwort' },
  key: { en: 'Signature key', de: 'Signaturschlüssel' },

  limitsTitle: { en: 'What this receipt does not say', de: 'Was diese Quittung nicht aussagt' },
  limitIdentity: {
    en: 'Who the person is: no name was asked for. The person who shows you the receipt may be another one.',
    de: 'Wer die Person ist: Nach keinem Namen wurde gefragt. Wer Ihnen die Quittung zeigt, kann eine andere Person sein.',
  },
  limitClaims: {
    en: 'That the person in front of you is the one above. Compare the details with an identity document.',
    de: 'Dass die Person vor Ihnen die oben genannte ist. Vergleichen Sie die Angaben mit einem Ausweis.',
  },
  limitAmount: {
    en: 'How high the income is, beyond what is stated above.',
    de: 'Wie hoch das Einkommen ist, über das oben Gesagte hinaus.',
  },
  limitNow: {
    en: 'That it still holds. A credential may have been revoked, or the income may have changed, after the check.',
    de: 'Dass es noch immer gilt. Nach der Prüfung kann ein Nachweis widerrufen worden sein oder sich das Einkommen geändert haben.',
  },

  keysTitle: { en: 'Keys for the check', de: 'Schlüssel für die Prüfung' },
  keysText: {
    en: (host: string, time: string) => `Fetched once from ${host}, ${time}. The check now needs no network.`,
    de: (host: string, time: string) =>
      `Einmal von ${host} geladen, ${time}. Ab jetzt braucht die Prüfung kein Netz.`,
  },
  keysLoading: { en: 'Fetching the keys …', de: 'Schlüssel werden geladen …' },
  keysFailed: {
    en: 'The keys could not be fetched. Check your connection and try again.',
    de: 'Die Schlüssel konnten nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  },
  retry: { en: 'Try again', de: 'Erneut versuchen' },
});
