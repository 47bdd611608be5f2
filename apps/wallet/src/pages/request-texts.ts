import { defineTexts, plural } from '@zk-income/ui';

export const REQUEST_TEXTS = defineTexts({
  requestTitle: { en: (name: string) => `${name} asks you`, de: (name: string) => `${name} fragt Sie` },
  requestReading: {
    en: 'Reading the request and checking who asks …',
    de: 'Anfrage wird gelesen und geprüft, wer fragt …',
  },
  whoAsks: { en: 'Who asks', de: 'Wer fragt' },
  levelHostOnlyText: {
    en: 'A certificate confirms this address, and nothing more. Is it the address of the landlord you know?',
    de: 'Ein Zertifikat bestätigt diese Adresse, mehr nicht. Ist es die Adresse der Vermieterin, die Sie kennen?',
  },
  levelListedText: {
    en: 'A certificate confirms the address, and the name is on the list of this wallet.',
    de: 'Ein Zertifikat bestätigt die Adresse, und der Name steht auf der Liste dieser Wallet.',
  },
  expiresIn: { en: (when: string) => `Answer until ${when}.`, de: (when: string) => `Antwort bis ${when}.` },
  whatIsAsked: { en: 'What you would prove', de: 'Was Sie beweisen würden' },
  whatIsDisclosed: { en: 'What is asked of you', de: 'Was von Ihnen verlangt wird' },
  chooseAlternative: { en: 'Choose one way to prove it', de: 'Wählen Sie einen Weg' },
  chooseCredential: { en: 'Which credential?', de: 'Welcher Nachweis?' },
  chooseCredentialFor: {
    en: (id: string) => `Which credential for “${id}”?`,
    de: (id: string) => `Welcher Nachweis für „${id}“?`,
  },
  noCandidate: {
    en: 'No credential in this wallet fits. Ask your employer for one, or answer in another way.',
    de: 'Kein Nachweis in dieser Wallet passt. Bitten Sie Ihren Arbeitgeber um einen, oder antworten Sie auf anderem Weg.',
  },
  needsPeople: {
    en: 'Several people have to answer this together. This wallet cannot do that yet; ask for a request of your own.',
    de: 'Diese Anfrage müssen mehrere Personen gemeinsam beantworten. Das kann diese Wallet noch nicht; bitten Sie um eine eigene Anfrage.',
  },
  checking: {
    en: 'Checking on this device whether you would pass …',
    de: 'Auf diesem Gerät wird geprüft, ob es reicht …',
  },
  wouldPass: { en: 'You would pass.', de: 'Es würde reichen.' },
  wouldPassText: {
    en: 'Checked on this device. Nothing has been shared yet.',
    de: 'Auf diesem Gerät geprüft. Noch wurde nichts geteilt.',
  },
  wouldNotPass: { en: 'You would not pass.', de: 'Es würde nicht reichen.' },
  wouldNotPassText: {
    en: 'Only you see this. If you decline, the other side cannot tell whether you did not want to or could not.',
    de: 'Das sehen nur Sie. Wenn Sie ablehnen, erfährt die andere Seite nicht, ob Sie nicht wollten oder nicht konnten.',
  },
  unsuitable: {
    en: 'This credential does not fit the request.',
    de: 'Dieser Nachweis passt nicht zur Anfrage.',
  },
  unsuitableText: {
    en: 'It may be too old, of another currency or period, or from an issuer that is not accepted.',
    de: 'Vielleicht ist er zu alt, hat eine andere Währung oder einen anderen Zeitraum, oder seine ausstellende Stelle wird nicht angenommen.',
  },
  noShares: { en: 'This credential is used up.', de: 'Dieser Nachweis ist aufgebraucht.' },
  noSharesText: {
    en: 'Ask your employer for a new link.',
    de: 'Bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  learnsTitle: { en: (name: string) => `${name} learns`, de: (name: string) => `Das erfährt ${name}` },
  doesNotLearnTitle: {
    en: (name: string) => `${name} does not learn`,
    de: (name: string) => `Das erfährt ${name} nicht`,
  },
  whyTitle: { en: 'Why they ask', de: 'Warum gefragt wird' },
  share: { en: 'Share the proof', de: 'Beweis teilen' },
  shareDetails: { en: 'Share these details', de: 'Diese Angaben teilen' },
  shareUses: {
    en: (left: number) =>
      `This uses one share; ${left} ${plural('en', left, { one: 'is', other: 'are' })} left afterwards.`,
    de: (left: number) =>
      `Das verbraucht eine Ausfertigung; danach ${plural('de', left, { one: 'bleibt', other: 'bleiben' })} ${left}.`,
  },
  decline: { en: 'Decline', de: 'Ablehnen' },
  consentTitle: { en: 'Please confirm', de: 'Bitte bestätigen' },
  consentMissing: { en: 'Confirm all points above first.', de: 'Bestätigen Sie zuerst alle Punkte.' },
  working: { en: 'Answering', de: 'Antworten' },
  workingHint: {
    en: 'This takes a moment. Your amounts do not leave this device.',
    de: 'Das dauert einen Moment. Ihre Beträge verlassen dieses Gerät nicht.',
  },
  answered: {
    en: (name: string) => `${name} has your answer.`,
    de: (name: string) => `${name} hat Ihre Antwort.`,
  },
  answeredText: {
    en: 'They learned what you saw before, and nothing else. You find it in the history.',
    de: 'Erfahren wurde, was Sie vorher gesehen haben, sonst nichts. Sie finden es im Verlauf.',
  },
  notAccepted: { en: 'Your answer was not accepted.', de: 'Ihre Antwort wurde nicht angenommen.' },
  notAcceptedText: {
    en: 'Perhaps the credential was revoked, or the request was answered before. Ask the other side for a new request, or your employer for a new credential.',
    de: 'Vielleicht wurde der Nachweis widerrufen, oder die Anfrage war schon beantwortet. Bitten Sie die andere Seite um eine neue Anfrage, oder Ihren Arbeitgeber um einen neuen Nachweis.',
  },
  continueAt: { en: (host: string) => `Continue at ${host}`, de: (host: string) => `Weiter zu ${host}` },
  declined: { en: 'You declined.', de: 'Sie haben abgelehnt.' },
  declinedText: {
    en: 'The other side knows that there will be no answer, and not why.',
    de: 'Die andere Seite weiß, dass keine Antwort kommt, aber nicht, warum.',
  },
  seeHistory: { en: 'See the history', de: 'Verlauf ansehen' },
});
