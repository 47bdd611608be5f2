import { defineTexts } from '@zk-income/ui';

/** All texts of the portal. */
export const TEXTS = defineTexts({
  portal: { en: 'Income portal', de: 'Einkommensportal' },
  navigation: { en: 'Areas', de: 'Bereiche' },
  start: { en: 'How it works', de: 'So geht es' },
  landlord: { en: 'Landlord', de: 'Vermietung' },
  payroll: { en: 'Payroll', de: 'Lohnbüro' },
  production: {
    en: 'This page is a demonstration on your computer. In production, the key to the service stays on your own server.',
    de: 'Diese Seite ist eine Vorführung auf Ihrem Rechner. Im echten Betrieb bleibt der Schlüssel zum Dienst auf Ihrem eigenen Server.',
  },

  storyTitle: {
    en: 'Show that the rent is affordable, and nothing else',
    de: 'Zeigen, dass die Miete bezahlbar ist, und sonst nichts',
  },
  storyLead: {
    en: 'Be all three people in two minutes. Everything runs on this computer.',
    de: 'Seien Sie in zwei Minuten alle drei Personen. Alles läuft auf diesem Rechner.',
  },
  story1: { en: '1. Employer', de: '1. Arbeitgeber' },
  story1Text: {
    en: 'Your payroll office confirms your income. It gives you a link and a code.',
    de: 'Ihr Lohnbüro bestätigt Ihr Einkommen. Es gibt Ihnen einen Link und einen Code.',
  },
  story1Link: { en: 'Confirm an income', de: 'Einkommen bestätigen' },
  story2: { en: '2. Tenant', de: '2. Mieterin, Mieter' },
  story2Text: {
    en: 'Open the link in your wallet. The income is stored on your device, and leaves it never.',
    de: 'Öffnen Sie den Link in Ihrer Wallet. Das Einkommen liegt auf Ihrem Gerät und verlässt es nie.',
  },
  story2Link: { en: 'Open the wallet', de: 'Wallet öffnen' },
  story3: { en: '3. Landlord', de: '3. Vermietung' },
  story3Text: {
    en: 'The landlord asks whether the income is three times the rent, and gets a yes that can be filed.',
    de: 'Die Vermietung fragt, ob das Einkommen das Dreifache der Miete ist, und bekommt ein Ja für die Akte.',
  },
  story3Link: { en: 'Ask an applicant', de: 'Bewerber fragen' },

  sessionTitle: { en: 'Open the link of npm start', de: 'Öffnen Sie den Link von npm start' },
  sessionText: {
    en: 'This page needs a key. npm start prints a link with the key: open that link in this browser.',
    de: 'Die Seite gehört der Person, die sie gestartet hat. npm start zeigt einen Link mit einem Schlüssel; öffnen Sie ihn in diesem Browser.',
  },
  offlineTitle: { en: 'The service does not answer', de: 'Der Dienst antwortet nicht' },
  offlineText: {
    en: 'Is npm start still running? Then try again.',
    de: 'Läuft npm start noch? Versuchen Sie es dann noch einmal.',
  },
  problemTitle: { en: 'That did not work', de: 'Das hat nicht geklappt' },
  missing: { en: 'Please fill this in.', de: 'Bitte ausfüllen.' },
  unreadable: {
    en: 'Write the number without separators, such as 1500 or 1500.50.',
    de: 'Schreiben Sie die Zahl ohne Tausenderpunkt, etwa 1500 oder 1500,50.',
  },

  landlordTitle: { en: 'Ask whether the rent is affordable', de: 'Fragen, ob die Miete bezahlbar ist' },
  landlordLead: {
    en: 'The applicant answers on a phone. You get a confirmed yes, and never see a pay slip.',
    de: 'Die Bewerberin oder der Bewerber antwortet am Telefon. Sie bekommen ein bestätigtes Ja und sehen keine Gehaltsabrechnung.',
  },
  requests: { en: 'Requests', de: 'Anfragen' },
  allRequests: { en: 'All requests', de: 'Alle Anfragen' },
  noRequests: { en: 'No requests yet', de: 'Noch keine Anfragen' },
  noRequestsText: {
    en: 'Create one for each applicant.',
    de: 'Erstellen Sie eine für jede Person, die sich bewirbt.',
  },
  newRequest: { en: 'New request', de: 'Neue Anfrage' },
  createRequest: { en: 'Create the request', de: 'Anfrage erstellen' },
  whatFor: { en: 'What is it for?', de: 'Wofür ist sie?' },
  flat: { en: 'Flat', de: 'Wohnung' },
  flatHint: {
    en: 'The applicant sees this, such as "Flat 7, Example Street 12".',
    de: 'Das sieht die Bewerberin oder der Bewerber, etwa „Wohnung 7, Musterstraße 12“.',
  },
  flatMissing: { en: 'Say which flat it is about.', de: 'Sagen Sie, um welche Wohnung es geht.' },
  purposeOf: { en: (flat: string) => `Lease of: ${flat}`, de: (flat: string) => `Vermietung von: ${flat}` },
  purpose: { en: 'Purpose', de: 'Zweck' },
  legalBasis: { en: 'Legal basis', de: 'Rechtsgrundlage' },
  legalBasisHint: {
    en: 'Why you may ask. It is recorded with the request.',
    de: 'Warum Sie fragen dürfen. Sie wird mit der Anfrage festgehalten.',
  },
  whatToAsk: { en: 'What do you ask?', de: 'Was fragen Sie?' },
  template: { en: 'Rule', de: 'Regel' },
  amountHint: { en: 'Such as 1500 or 1500.50.', de: 'Etwa 1500 oder 1500,50.' },
  more: { en: 'More settings', de: 'Weitere Einstellungen' },
  disclose: { en: 'Information that the applicant shows', de: 'Angaben, die gezeigt werden' },
  discloseHint: {
    en: 'Ask for a name only if the applicant is on your shortlist.',
    de: 'Fragen Sie nur dann nach dem Namen, wenn die Person in der engeren Wahl ist.',
  },
  preview: { en: 'The applicant is asked to confirm', de: 'Gefragt wird, ob das stimmt' },
  notLearned: {
    en: 'You do not learn how much the applicant earns.',
    de: 'Sie erfahren nicht, wie viel die Person verdient.',
  },
  humanDecides: {
    en: 'You decide whom you rent to. No answer is no reason to turn an applicant down: ask whether there was a problem.',
    de: 'Sie entscheiden, an wen Sie vermieten. Keine Antwort ist kein Grund für eine Absage: Fragen Sie nach, ob etwas nicht ging.',
  },
  sendLink: { en: 'Send the link', de: 'Link schicken' },
  sendLinkText: {
    en: 'Send it to one applicant, or let the applicant scan the code.',
    de: 'Schicken Sie ihn einer Person, oder lassen Sie sie den Code scannen.',
  },
  requestQr: {
    en: 'QR code that opens the request in a wallet',
    de: 'QR-Code, der die Anfrage in einer Wallet öffnet',
  },
  copyLink: { en: 'Copy the link', de: 'Link kopieren' },
  openWallet: { en: 'Open in the wallet', de: 'In der Wallet öffnen' },
  waiting: { en: 'Waiting for the answer …', de: 'Warten auf die Antwort …' },
  confirmed: { en: 'Confirmed', de: 'Bestätigt' },
  receiptPdf: { en: 'Receipt as PDF', de: 'Beleg als PDF' },
  receiptJson: { en: 'Receipt as JSON', de: 'Beleg als JSON' },
  receiptFile: { en: 'receipt', de: 'beleg' },
  receiptHint: {
    en: 'Keep the JSON file: it is signed, and anyone can check it. The PDF is for reading.',
    de: 'Bewahren Sie die JSON-Datei auf: Sie ist signiert, und jeder kann sie prüfen. Das PDF ist zum Lesen.',
  },
  statePending: { en: 'Waiting', de: 'Offen' },
  stateAnswered: { en: 'Confirmed', de: 'Bestätigt' },
  stateDisclosed: { en: 'Information shown', de: 'Angaben gezeigt' },
  expired: { en: 'Expired', de: 'Abgelaufen' },
  expiredText: {
    en: 'There was no answer in time. Create a new request.',
    de: 'Es kam keine Antwort. Erstellen Sie eine neue Anfrage.',
  },
  recorded: { en: 'Recorded with the request', de: 'Mit der Anfrage festgehalten' },
  createdAt: { en: 'Created', de: 'Erstellt' },
  expiresAt: { en: 'Answer possible until', de: 'Antwort möglich bis' },
  decided: { en: 'Decision made: delete', de: 'Entschieden: löschen' },
  decidedText: {
    en: 'The request and its receipt are deleted from the service. Save the receipt first if you rent to this person.',
    de: 'Anfrage und Beleg werden beim Dienst gelöscht. Speichern Sie den Beleg vorher, wenn Sie an diese Person vermieten.',
  },
  deleteNow: { en: 'Delete', de: 'Löschen' },
  keep: { en: 'Keep', de: 'Behalten' },

  payrollTitle: { en: 'Confirm incomes', de: 'Einkommen bestätigen' },
  payrollLead: {
    en: 'Give people a signed proof of their income, which they keep in a wallet of their own.',
    de: 'Geben Sie Menschen einen signierten Nachweis ihres Einkommens, den sie in der eigenen Wallet aufbewahren.',
  },
  offers: { en: 'Offers', de: 'Angebote' },
  allOffers: { en: 'All offers', de: 'Alle Angebote' },
  noOffers: { en: 'No offers yet', de: 'Noch keine Angebote' },
  noOffersText: { en: 'Create one for each person.', de: 'Erstellen Sie eines für jede Person.' },
  newOffer: { en: 'Confirm an income', de: 'Einkommen bestätigen' },
  createOffer: { en: 'Create the offer', de: 'Angebot erstellen' },
  offerFor: { en: (name: string) => `For ${name}`, de: (name: string) => `Für ${name}` },
  fillExample: { en: 'Fill in an example person', de: 'Beispielperson eintragen' },
  person: { en: 'Person', de: 'Person' },
  givenName: { en: 'Given name', de: 'Vorname' },
  familyName: { en: 'Family name', de: 'Nachname' },
  birthdate: { en: 'Date of birth', de: 'Geburtsdatum' },
  country: { en: 'Country of the number', de: 'Land der Nummer' },
  idType: { en: 'Kind of number', de: 'Art der Nummer' },
  idNumber: { en: 'Number', de: 'Nummer' },
  idHint: {
    en: 'The service stores no number. It only keeps one person from using the same income twice.',
    de: 'Der Dienst speichert die Nummer nicht. Sie verhindert nur, dass ein Einkommen zweimal zählt.',
  },
  amounts: { en: 'Period and amounts', de: 'Zeitraum und Beträge' },
  amountsText: {
    en: 'Sums of the whole period, in EUR. Write 0 where there is nothing.',
    de: 'Summen des ganzen Zeitraums, in EUR. Schreiben Sie 0, wo es nichts gibt.',
  },
  period: { en: 'Period', de: 'Zeitraum' },
  periodOf: {
    en: (months: number, start: string, end: string) => `${months} months: ${start} to ${end}`,
    de: (months: number, start: string, end: string) => `${months} Monate: ${start} bis ${end}`,
  },
  months: { en: 'months', de: 'Monate' },
  otherAmounts: { en: 'Other amounts', de: 'Weitere Beträge' },
  link: { en: 'Link', de: 'Link' },
  linkText: {
    en: (name: string) => `Send this link to ${name}, by e-mail or on paper.`,
    de: (name: string) => `Schicken Sie diesen Link an ${name}, per E-Mail oder auf Papier.`,
  },
  offerQr: {
    en: 'QR code that opens the offer in a wallet',
    de: 'QR-Code, der das Angebot in einer Wallet öffnet',
  },
  validUntil: { en: (time: string) => `Valid until ${time}.`, de: (time: string) => `Gültig bis ${time}.` },
  showCode: { en: 'Show the code', de: 'Code zeigen' },
  showLink: { en: 'Show the link', de: 'Link zeigen' },
  code: { en: 'Code', de: 'Code' },
  codeText: {
    en: 'The wallet asks for this code. Tell it by telephone or in person, never together with the link.',
    de: 'Die Wallet fragt nach diesem Code. Sagen Sie ihn am Telefon oder persönlich, nie zusammen mit dem Link.',
  },
  shownOnce: {
    en: 'Link and code are shown on this page only. Nobody can look them up later; withdraw the offer and create another.',
    de: 'Link und Code stehen nur auf dieser Seite und lassen sich später nicht nachsehen. Ziehen Sie das Angebot dann zurück und erstellen Sie ein neues.',
  },
  print: { en: 'Print', de: 'Drucken' },
  withdraw: { en: 'Withdraw', de: 'Zurückziehen' },
  withdrawTitle: { en: 'Withdraw the offer?', de: 'Angebot zurückziehen?' },
  withdrawText: {
    en: 'The link no longer works afterwards.',
    de: 'Der Link funktioniert danach nicht mehr.',
  },
  revoke: { en: 'Revoke', de: 'Widerrufen' },
  revokeTitle: { en: 'Revoke the proof of income?', de: 'Einkommensnachweis widerrufen?' },
  revokeText: {
    en: 'The person can no longer use it, and it cannot be reinstated. Do this after a mistake, or if a phone was lost; then create a new offer.',
    de: 'Die Person kann ihn nicht mehr verwenden, und er lässt sich nicht wiederherstellen. Tun Sie das nach einem Fehler oder wenn ein Telefon verloren ging, und erstellen Sie ein neues Angebot.',
  },
});

/** Why a landlord may ask. */
export const LEGAL_BASES = defineTexts({
  contract: {
    en: 'Steps before a contract, at the request of the applicant (GDPR, article 6(1)(b))',
    de: 'Vorvertragliche Maßnahmen auf Anfrage der Person (DSGVO, Artikel 6 Absatz 1 Buchstabe b)',
  },
  consent: {
    en: 'Consent of the applicant (GDPR, article 6(1)(a))',
    de: 'Einwilligung der Person (DSGVO, Artikel 6 Absatz 1 Buchstabe a)',
  },
});

export const OFFER_STATES = defineTexts({
  created: { en: 'Not opened yet', de: 'Noch nicht geöffnet' },
  opened: { en: 'Being collected', de: 'Wird abgeholt' },
  issued: { en: 'In the wallet', de: 'In der Wallet' },
  expired: { en: 'Expired', de: 'Abgelaufen' },
  failed: { en: 'Failed: create a new one', de: 'Fehlgeschlagen: neu erstellen' },
  withdrawn: { en: 'Withdrawn', de: 'Zurückgezogen' },
  forgotten: { en: 'More than 30 days old', de: 'Älter als 30 Tage' },
});

export const ALERT_TEXTS = defineTexts({
  already_collected: {
    en: 'The link was used again. Ask the person whether the proof has arrived; if not, withdraw the offer.',
    de: 'Der Link wurde noch einmal benutzt. Fragen Sie, ob der Nachweis angekommen ist; wenn nicht, ziehen Sie das Angebot zurück.',
  },
  not_collected: {
    en: 'A wallet opened the link, but did not collect the proof. Create a new offer.',
    de: 'Eine Wallet hat den Link geöffnet, aber nichts abgeholt. Erstellen Sie ein neues Angebot.',
  },
  wrong_tx_codes: {
    en: 'A wrong code was entered. If that was not the person, withdraw the offer.',
    de: 'Ein falscher Code wurde eingegeben. Wenn das nicht die Person war, ziehen Sie das Angebot zurück.',
  },
  too_many_wrong_tx_codes: {
    en: 'Too many wrong codes. Create a new offer, and send the link another way.',
    de: 'Zu viele falsche Codes. Erstellen Sie ein neues Angebot, und schicken Sie den Link auf anderem Weg.',
  },
  not_issuable: {
    en: 'The service has changed since. Create a new offer.',
    de: 'Der Dienst hat sich seitdem geändert. Erstellen Sie ein neues Angebot.',
  },
});

export const ID_TYPE_TEXTS = defineTexts({
  tax_id: { en: 'Tax number', de: 'Steuer-Identifikationsnummer' },
  national_id: { en: 'National identity number', de: 'Nationale Personennummer' },
  social_security: { en: 'Social security number', de: 'Sozialversicherungsnummer' },
  id_card: { en: 'Identity card', de: 'Personalausweis' },
  passport: { en: 'Passport', de: 'Reisepass' },
  residence_permit: { en: 'Residence permit', de: 'Aufenthaltstitel' },
});

export const UNIT_TEXTS = defineTexts({
  months: { en: 'months', de: 'Monate' },
  days: { en: 'days', de: 'Tage' },
  people: { en: 'people', de: 'Personen' },
  percent: { en: '%', de: '%' },
});

export const CLAIM_TEXTS = defineTexts({
  given_name: { en: 'Given name', de: 'Vorname' },
  family_name: { en: 'Family name', de: 'Nachname' },
  birthdate: { en: 'Date of birth', de: 'Geburtsdatum' },
  employer: { en: 'Employer', de: 'Arbeitgeber' },
  employment_type: { en: 'Kind of employment', de: 'Art der Beschäftigung' },
  employed_since: { en: 'Employed since', de: 'Beschäftigt seit' },
});

export const VALUE_TEXTS = defineTexts({
  regular_net: { en: 'Regular net pay', de: 'Regelmäßiger Nettolohn' },
  regular_gross: { en: 'Regular gross pay', de: 'Regelmäßiger Bruttolohn' },
  net_income: { en: 'Net income', de: 'Nettoeinkommen' },
  gross_income: { en: 'Gross income', de: 'Bruttoeinkommen' },
  lowest_month_net: { en: 'Net pay of the lowest month', de: 'Nettolohn des niedrigsten Monats' },
  lowest_month_gross: { en: 'Gross pay of the lowest month', de: 'Bruttolohn des niedrigsten Monats' },
  month: { en: 'Month', de: 'Monat' },
  year: { en: 'Year', de: 'Jahr' },
  en: { en: 'English', de: 'Englisch' },
  de: { en: 'German', de: 'Deutsch' },
  salary: { en: 'The proof of the income', de: 'Der Nachweis des Einkommens' },
  debts: { en: 'A proof of its own', de: 'Ein eigener Nachweis' },
  northeast: { en: 'Northeast', de: 'Nordosten' },
  midwest: { en: 'Midwest', de: 'Mittlerer Westen' },
  south: { en: 'South', de: 'Süden' },
  west: { en: 'West', de: 'Westen' },
});
