import { defineTexts } from '@zk-income/ui';

export const HELP_TEXTS = defineTexts({
  helpTitle: { en: 'Help', de: 'Hilfe' },
  lostTitle: { en: 'I lost my phone', de: 'Ich habe mein Telefon verloren' },
  lostLead: {
    en: 'Your credentials cannot be read from a locked phone. Still, do this today:',
    de: 'Aus einem gesperrten Telefon lassen sich Ihre Nachweise nicht lesen. Tun Sie trotzdem heute noch Folgendes:',
  },
  lost1: {
    en: 'Call your employer’s payroll office and ask them to revoke your credential. Afterwards it is worthless everywhere.',
    de: 'Rufen Sie die Lohnabteilung Ihres Arbeitgebers an und bitten Sie, Ihren Nachweis zu widerrufen. Danach ist er überall wertlos.',
  },
  lost2: {
    en: 'Ask for a new link and open it on your new phone.',
    de: 'Bitten Sie um einen neuen Link und öffnen Sie ihn auf dem neuen Telefon.',
  },
  lost3: {
    en: 'Have you moved your wallet into a file before? Restore it in the settings: your history comes back with it.',
    de: 'Hatten Sie Ihre Wallet vorher in eine Datei umgezogen? Stellen Sie sie in den Optionen wieder her: Ihr Verlauf kommt damit zurück.',
  },
  lost4: {
    en: 'Proofs that a landlord already accepted stay valid. You need not repeat them.',
    de: 'Beweise, die ein Vermieter schon angenommen hat, bleiben gültig. Sie müssen sie nicht wiederholen.',
  },
  employerTitle: { en: 'My employer does not offer this', de: 'Mein Arbeitgeber bietet das nicht an' },
  employerLead: {
    en: 'Most employers have not heard of it yet. It costs them little, and a message from you is the best start. Send this one to your payroll office:',
    de: 'Die meisten Arbeitgeber kennen es noch nicht. Der Aufwand ist klein, und eine Nachricht von Ihnen ist der beste Anfang. Schicken Sie diese an Ihre Lohnabteilung:',
  },
  employerSubject: {
    en: 'Proof of income without pay slips',
    de: 'Einkommensnachweis ohne Gehaltsabrechnung',
  },
  employerMessage: {
    en: (link: string) =>
      `Hello,\n\nI am looking for a flat and have to prove my income. I would rather not hand over pay slips, because they show much more than a landlord needs.\n\nWith zk-income, an open-source project, you can issue a signed income credential from the payroll data you already have: by one page, or by a CSV file. You learn nothing about where I use it, and landlords learn only that my income is enough.\n\nThis page explains it: ${link}\n\nWould you try it?\n\nKind regards`,
    de: (link: string) =>
      `Guten Tag,\n\nich suche eine Wohnung und muss mein Einkommen nachweisen. Gehaltsabrechnungen möchte ich ungern abgeben, weil sie viel mehr zeigen, als Vermieter brauchen.\n\nMit zk-income, einem quelloffenen Projekt, können Sie aus den vorhandenen Lohndaten einen unterschriebenen Einkommensnachweis ausstellen: auf einer Seite oder mit einer CSV-Datei. Sie erfahren nicht, wo ich ihn verwende, und Vermieter erfahren nur, dass es reicht.\n\nDiese Seite erklärt es: ${link}\n\nMögen Sie es ausprobieren?\n\nFreundliche Grüße`,
  },
  forEmployersTitle: { en: 'For employers', de: 'Für Arbeitgeber' },
  forEmployersLead: {
    en: 'An employee asks you for a proof of income that shows no amounts. This is what it means for you.',
    de: 'Ein Mitarbeiter oder eine Mitarbeiterin bittet Sie um einen Einkommensnachweis ohne Beträge. Das bedeutet es für Sie.',
  },
  forEmployersWhat: {
    en: 'You sign once what your payroll says: the income of a period. The employee keeps it in this wallet.',
    de: 'Sie unterschreiben einmal, was Ihre Lohnabrechnung sagt: das Einkommen eines Zeitraums. Aufbewahrt wird es in dieser Wallet.',
  },
  forEmployersHow: {
    en: 'You enter one person on a page, or drop a CSV file of the payroll. Each person gets a link or a printed QR code. No other IT work is needed for the employee.',
    de: 'Sie geben eine Person auf einer Seite ein, oder laden eine CSV-Datei der Lohnabrechnung. Jede Person bekommt einen Link oder einen gedruckten QR-Code.',
  },
  forEmployersPrivacy: {
    en: 'The issuing service stores no income, name or identity. You do not learn where an employee uses it.',
    de: 'Der Ausstelldienst speichert weder Einkommen noch Namen. Sie erfahren nicht, wo der Nachweis verwendet wird.',
  },
  forEmployersRevoke: {
    en: 'A wrong amount, or an employee who leaves? Revoke the credential with one click.',
    de: 'Ein falscher Betrag, oder jemand verlässt die Firma? Widerrufen Sie den Nachweis mit einem Klick.',
  },
  forEmployersStart: {
    en: 'It is open source, under the Apache licence. Your payroll bureau or your IT can run it: look for “zk-income”.',
    de: 'Es ist quelloffen, unter der Apache-Lizenz. Ihr Lohnbüro oder Ihre IT kann es betreiben: Suchen Sie nach „zk-income“.',
  },
  employerMail: { en: 'Write an e-mail', de: 'E-Mail schreiben' },
  employerShare: { en: 'Share …', de: 'Teilen …' },
  employerCopy: { en: 'Copy the message', de: 'Nachricht kopieren' },
  employerMeanwhile: { en: 'Until then', de: 'Bis dahin' },
  employerMeanwhileText: {
    en: 'Ask the landlord which proof they accept instead. You may black out what they do not need on a pay slip: tax class, religion, bank account, and health insurance.',
    de: 'Fragen Sie, welchen Nachweis die Vermieterin sonst annimmt. Auf einer Gehaltsabrechnung dürfen Sie schwärzen, was sie nicht braucht: Steuerklasse, Religion, Bankverbindung und Krankenkasse.',
  },
  safeTitle: { en: 'How safe is this?', de: 'Wie sicher ist das?' },
  safe1: {
    en: 'The keys are in this browser, made so that no page can read them out. They never leave the device.',
    de: 'Die Schlüssel liegen in diesem Browser, so erzeugt, dass keine Seite sie auslesen kann. Sie verlassen das Gerät nie.',
  },
  safe2: {
    en: 'Anyone who can use this browser profile can use this wallet. Lock your device, and do not use a shared computer.',
    de: 'Wer dieses Browserprofil benutzen kann, kann auch diese Wallet benutzen. Sperren Sie Ihr Gerät, und nutzen Sie keinen gemeinsamen Computer.',
  },
  safe3: {
    en: 'Deleting the browser data deletes the wallet. Then ask your employer for a new link.',
    de: 'Löschen Sie die Browserdaten, löschen Sie die Wallet. Bitten Sie dann Ihren Arbeitgeber um einen neuen Link.',
  },
});
