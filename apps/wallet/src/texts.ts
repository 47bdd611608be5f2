import { defineTexts, plural } from '@zk-income/ui';

/** The texts of the wallet page that are not words of the protocol; those of pages that are loaded later are beside them. */
export const TEXTS = defineTexts({
  name: { en: 'Income wallet', de: 'Nachweis-Wallet' },
  navigation: { en: 'Main', de: 'Hauptnavigation' },
  navHome: { en: 'Wallet', de: 'Wallet' },
  navAdd: { en: 'Scan', de: 'Scannen' },
  navHistory: { en: 'History', de: 'Verlauf' },
  navHelp: { en: 'Help', de: 'Hilfe' },
  navSettings: { en: 'Settings', de: 'Optionen' },
  back: { en: 'Back', de: 'Zurück' },
  cancel: { en: 'Cancel', de: 'Abbrechen' },
  tryAgain: { en: 'Try again', de: 'Erneut versuchen' },
  toWallet: { en: 'To my wallet', de: 'Zu meiner Wallet' },
  offline: {
    en: 'You are offline. You can look at your wallet and prepare; receiving and answering need a connection.',
    de: 'Sie sind offline. Sie können Ihre Wallet ansehen und sich vorbereiten; zum Empfangen und Antworten brauchen Sie eine Verbindung.',
  },
  footer: {
    en: 'Your data stays on this device. This page has no account, no tracking and no cookies.',
    de: 'Ihre Daten bleiben auf diesem Gerät. Diese Seite hat kein Konto, keine Cookies und verfolgt Sie nicht.',
  },
  codeUnexplained: {
    en: 'Something went wrong. Load the page again.',
    de: 'Etwas ist schiefgegangen. Laden Sie die Seite neu.',
  },
  notFound: { en: 'This page does not exist', de: 'Diese Seite gibt es nicht' },

  homeTitle: { en: 'Your credentials', de: 'Ihre Nachweise' },
  welcomeTitle: {
    en: 'Show that you can afford it. Nothing else.',
    de: 'Zeigen, dass es reicht. Sonst nichts.',
  },
  welcome: {
    en: 'Your employer signs your income once. When a landlord asks, this wallet proves “it is enough” – without your salary, pay slips or account number.',
    de: 'Ihr Arbeitgeber bestätigt Ihr Einkommen einmal. Fragt eine Vermieterin, beweist diese Wallet „es reicht“ – ohne Gehalt, Abrechnungen oder Kontonummer.',
  },
  howTitle: { en: 'How it works', de: 'So geht es' },
  how1: {
    en: 'Your employer gives you a link or a QR code. You receive a credential: your income, signed.',
    de: 'Ihr Arbeitgeber gibt Ihnen einen Link oder QR-Code. Sie erhalten einen Nachweis: Ihr Einkommen, unterschrieben.',
  },
  how2: {
    en: 'A landlord asks by link or QR code. You see in plain words what they learn and what not.',
    de: 'Eine Vermieterin fragt mit Link oder QR-Code. Sie sehen in klaren Worten, was sie erfährt und was nicht.',
  },
  how3: {
    en: 'You decide. The proof is made on this device; your salary never leaves it.',
    de: 'Sie entscheiden. Der Beweis entsteht auf diesem Gerät; Ihr Gehalt verlässt es nie.',
  },
  receiveFirst: { en: 'Receive a credential', de: 'Nachweis empfangen' },
  employerDoesNot: { en: 'My employer does not offer this', de: 'Mein Arbeitgeber bietet das nicht an' },
  addAnother: { en: 'Receive another', de: 'Weiteren empfangen' },
  checkStatus: { en: 'Check validity now', de: 'Gültigkeit jetzt prüfen' },
  statusChecked: { en: 'Checked just now.', de: 'Gerade geprüft.' },
  details: { en: 'Details', de: 'Einzelheiten' },
  incomeFrom: { en: (name: string) => `Income from ${name}`, de: (name: string) => `Einkommen von ${name}` },

  valid: { en: 'Valid', de: 'Gültig' },
  expired: { en: 'Expired', de: 'Abgelaufen' },
  revoked: { en: 'Revoked', de: 'Widerrufen' },
  suspended: { en: 'Suspended', de: 'Ausgesetzt' },
  usedUp: { en: 'Used up', de: 'Aufgebraucht' },
  sharesLeft: {
    en: (left: number, of: number) =>
      `${left} of ${of} ${plural('en', of, { one: 'share', other: 'shares' })} left`,
    de: (left: number, of: number) => `noch ${left} von ${of} Mal verwendbar`,
  },
  sharesWhy: {
    en: 'Each share uses up one signed copy, so that two landlords cannot recognise you by it. When all are used, ask your employer for a new link.',
    de: 'Jede Antwort verbraucht eine unterschriebene Ausfertigung, damit zwei Vermieter Sie nicht daran wiedererkennen. Sind alle verbraucht, bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  period: { en: 'Period', de: 'Zeitraum' },
  issuer: { en: 'Issued by', de: 'Ausgestellt von' },
  payer: { en: 'Paid by', de: 'Gezahlt von' },
  validUntil: { en: 'Valid until', de: 'Gültig bis' },
  receivedAt: { en: 'Received', de: 'Erhalten' },
  lastStatus: { en: 'Validity checked', de: 'Gültigkeit geprüft' },
  amounts: { en: 'Amounts', de: 'Beträge' },
  amountsHint: {
    en: 'Hidden until you ask. Never shown to a landlord.',
    de: 'Verborgen, bis Sie sie ansehen. Kein Vermieter sieht sie.',
  },
  claims: { en: 'Personal details in it', de: 'Enthaltene Angaben' },
  claimsHint: {
    en: 'Shared only if a request asks for them and you agree.',
    de: 'Werden nur geteilt, wenn eine Anfrage sie verlangt und Sie zustimmen.',
  },
  wrongAmount: {
    en: 'Is an amount wrong? Only the issuer can correct it: ask for a new credential.',
    de: 'Stimmt ein Betrag nicht? Nur die ausstellende Stelle kann ihn berichtigen: Bitten Sie um einen neuen Nachweis.',
  },
  remove: { en: 'Remove from this device', de: 'Von diesem Gerät entfernen' },
  removeTitle: { en: 'Remove this credential?', de: 'Diesen Nachweis entfernen?' },
  removeText: {
    en: 'It cannot be restored from here: you would need a new link from the issuer. What you have shared stays in the history.',
    de: 'Er lässt sich von hier nicht wiederherstellen: Sie bräuchten einen neuen Link der ausstellenden Stelle. Was Sie geteilt haben, bleibt im Verlauf.',
  },
  removeConfirm: { en: 'Remove', de: 'Entfernen' },

  addTitle: { en: 'Receive or answer', de: 'Empfangen oder antworten' },
  addLead: {
    en: 'Open a link from your employer or from a landlord: by camera, by pasting it, or by a picture.',
    de: 'Öffnen Sie einen Link Ihres Arbeitgebers oder einer Vermieterin: mit der Kamera, durch Einfügen oder aus einem Bild.',
  },
  scanTitle: { en: 'Scan a QR code', de: 'QR-Code scannen' },
  scanStart: { en: 'Use the camera', de: 'Kamera benutzen' },
  scanStop: { en: 'Stop the camera', de: 'Kamera beenden' },
  scanHint: { en: 'Hold the QR code in front of the camera.', de: 'Halten Sie den QR-Code vor die Kamera.' },
  scanDenied: {
    en: 'The camera is not available. Allow it in the browser, choose a picture, or paste the link.',
    de: 'Die Kamera ist nicht verfügbar. Erlauben Sie sie im Browser, wählen Sie ein Bild, oder fügen Sie den Link ein.',
  },
  scanPicture: { en: 'Choose a picture of a QR code', de: 'Bild mit QR-Code wählen' },
  scanNothing: {
    en: 'No QR code was found in this picture. Try one that shows the whole code.',
    de: 'In diesem Bild wurde kein QR-Code gefunden. Versuchen Sie eines, das den ganzen Code zeigt.',
  },
  pasteTitle: { en: 'Paste a link', de: 'Link einfügen' },
  pasteLabel: { en: 'Link', de: 'Link' },
  pasteHint: {
    en: 'It begins with openid-credential-offer:// or openid4vp://, or is the address of a page with such a link.',
    de: 'Er beginnt mit openid-credential-offer:// oder openid4vp://, oder ist die Adresse einer Seite mit einem solchen Link.',
  },
  pasteContinue: { en: 'Continue', de: 'Weiter' },
  linkUnknown: {
    en: 'This is neither an offer of an employer nor a request of a landlord. Copy the whole link.',
    de: 'Das ist weder ein Angebot eines Arbeitgebers noch eine Anfrage einer Vermieterin. Kopieren Sie den ganzen Link.',
  },
  linkMissing: {
    en: 'The link is missing. Open it again, or paste it.',
    de: 'Der Link fehlt. Öffnen Sie ihn noch einmal, oder fügen Sie ihn ein.',
  },

  offerTitle: { en: 'A credential is waiting for you', de: 'Ein Nachweis wartet auf Sie' },
  offerReading: { en: 'Reading the offer …', de: 'Angebot wird gelesen …' },
  offerFrom: { en: 'From', de: 'Von' },
  offerTrustYes: {
    en: 'This wallet knows this issuer.',
    de: 'Diese Wallet kennt diese ausstellende Stelle.',
  },
  offerTrustNo: {
    en: 'This wallet does not know this issuer. Continue only if you expect a credential from this address. A landlord may not accept it.',
    de: 'Diese Wallet kennt diese ausstellende Stelle nicht. Fahren Sie nur fort, wenn Sie von dieser Adresse einen Nachweis erwarten. Vermieter nehmen ihn vielleicht nicht an.',
  },
  offerAccept: {
    en: 'I expect a credential from this address',
    de: 'Ich erwarte von dieser Adresse einen Nachweis',
  },
  offerCode: { en: 'Your code', de: 'Ihr Code' },
  offerCodeHint: {
    en: (length: number | undefined) =>
      `${length === undefined ? 'The code' : `The ${length}-character code`} that your employer gave you separately, on paper or by phone.`,
    de: (length: number | undefined) =>
      `Der Code${length === undefined ? '' : ` mit ${length} Zeichen`}, den Ihr Arbeitgeber Ihnen getrennt gegeben hat, auf Papier oder am Telefon.`,
  },
  offerCodeMissing: { en: 'Enter the code.', de: 'Geben Sie den Code ein.' },
  offerCodeWrong: {
    en: 'The issuer did not accept this code. Check it and try again.',
    de: 'Die ausstellende Stelle hat diesen Code nicht angenommen. Prüfen Sie ihn und versuchen Sie es erneut.',
  },
  offerReceive: { en: 'Receive', de: 'Empfangen' },
  offerStorageLost: {
    en: 'This browser may delete the wallet when space is short or after weeks without a visit. Install the app: then it keeps it.',
    de: 'Dieser Browser löscht die Wallet vielleicht, wenn der Platz knapp wird oder Sie wochenlang nicht hier waren. Installieren Sie die App: Dann bleibt sie.',
  },
  received: { en: 'Your credential is in the wallet.', de: 'Ihr Nachweis ist in der Wallet.' },
  receivedText: {
    en: 'All signatures and amounts were checked on this device.',
    de: 'Alle Unterschriften und Beträge wurden auf diesem Gerät geprüft.',
  },

  levelListed: { en: 'Known to this wallet', de: 'Dieser Wallet bekannt' },
  levelHostOnly: { en: 'Known by its address only', de: 'Nur die Adresse ist bekannt' },
  levelRefused: { en: 'Not genuine', de: 'Nicht echt' },
  address: { en: 'Address', de: 'Adresse' },
  punycode: {
    en: (host: string) =>
      `The address contains unusual letters, which can imitate another one. Written plainly it is ${host}.`,
    de: (host: string) =>
      `Die Adresse enthält ungewöhnliche Buchstaben, die eine andere nachahmen können. In einfacher Schreibweise lautet sie ${host}.`,
  },
  code: { en: (code: string) => `Code: ${code}`, de: (code: string) => `Code: ${code}` },
  historyTitle: { en: 'What you have shared', de: 'Was Sie geteilt haben' },
  historyEmpty: { en: 'Nothing shared yet', de: 'Noch nichts geteilt' },
  historyEmptyText: {
    en: 'Every answer will be listed here: to whom, when, and what they learned. Amounts are not.',
    de: 'Hier steht später jede Antwort: an wen, wann, und was erfahren wurde. Beträge stehen hier nicht.',
  },
  historyWhat: { en: 'What was asked', de: 'Was gefragt wurde' },
  historyDetails: { en: 'Details shared', de: 'Geteilte Angaben' },
  none: { en: 'none', de: 'keine' },
  meterTitle: { en: 'What can be inferred', de: 'Was sich daraus schließen lässt' },
  meterLead: {
    en: 'Each answer narrows your income down a little. This is what a clever reader could conclude so far, from your answers and from your silence.',
    de: 'Jede Antwort grenzt Ihr Einkommen etwas ein. Das könnte jemand bisher daraus schließen, aus Ihren Antworten und aus Ihrem Schweigen.',
  },
  meterAll: { en: 'All together', de: 'Alle zusammen' },
  meterPooled: { en: 'Unknown parties together', de: 'Unbekannte zusammen' },
  meterCalm: { en: 'Far from your amount', de: 'Weit von Ihrem Betrag' },
  meterNarrow: { en: 'Getting close', de: 'Wird eng' },
  meterDisclosed: { en: 'Practically disclosed', de: 'Praktisch offengelegt' },
  meterPicture: {
    en: 'The marked part of the bar is where the amount can be.',
    de: 'Im markierten Teil des Balkens kann der Betrag liegen.',
  },

  settingsTitle: { en: 'Settings', de: 'Optionen' },
});
