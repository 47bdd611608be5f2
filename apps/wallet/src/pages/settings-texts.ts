import { defineTexts, plural } from '@zk-income/ui';

export const SETTINGS_TEXTS = defineTexts({
  installTitle: { en: 'Keep it on this device', de: 'Auf dem Gerät behalten' },
  installText: {
    en: 'Installed as an app, the wallet opens offline and the browser does not clean it up.',
    de: 'Als App installiert öffnet die Wallet auch offline, und der Browser räumt sie nicht weg.',
  },
  install: { en: 'Install the app', de: 'App installieren' },
  installIos: {
    en: 'On iPhone and iPad: tap Share, then “Add to Home Screen”. Do this before you receive a credential: Safari and the installed app keep separate wallets.',
    de: 'Auf iPhone und iPad: auf „Teilen“ tippen, dann „Zum Home-Bildschirm“. Tun Sie das, bevor Sie einen Nachweis empfangen: Safari und die installierte App haben getrennte Wallets.',
  },
  persisted: {
    en: 'This browser keeps the wallet until you delete it.',
    de: 'Dieser Browser behält die Wallet, bis Sie sie löschen.',
  },
  persist: { en: 'Ask the browser to keep it', de: 'Browser bitten, sie zu behalten' },
  persistNot: {
    en: 'This browser did not promise to keep it. Install the app.',
    de: 'Dieser Browser hat nicht zugesagt, sie zu behalten. Installieren Sie die App.',
  },
  backupTitle: { en: 'Move to another device', de: 'Auf ein anderes Gerät umziehen' },
  backupText: {
    en: 'A file with everything in this wallet, locked with a recovery code. Unused shares move into the file: this device cannot answer with them any more, so that two devices never show the same one.',
    de: 'Eine Datei mit allem in dieser Wallet, verschlossen mit einem Wiederherstellungscode. Unbenutzte Ausfertigungen ziehen in die Datei um: Dieses Gerät kann damit nicht mehr antworten, damit nie zwei Geräte dieselbe zeigen.',
  },
  backupMake: { en: 'Make the file', de: 'Datei erstellen' },
  backupDialogTitle: {
    en: 'Move the unused shares into a file?',
    de: 'Unbenutzte Ausfertigungen in eine Datei umziehen?',
  },
  backupDialogText: {
    en: 'Until you restore the file, here or elsewhere, you cannot answer requests. You can undo it right afterwards.',
    de: 'Bis Sie die Datei hier oder anderswo wiederherstellen, können Sie keine Anfragen beantworten. Direkt danach lässt es sich rückgängig machen.',
  },
  backupCode: { en: 'Recovery code', de: 'Wiederherstellungscode' },
  backupCodeText: {
    en: 'Write it down now, and keep it apart from the file. It is shown only here, and without it the file is useless.',
    de: 'Schreiben Sie ihn jetzt auf, und bewahren Sie ihn getrennt von der Datei auf. Er wird nur hier gezeigt, und ohne ihn ist die Datei nutzlos.',
  },
  backupMoved: {
    en: (count: number) =>
      `${count} ${plural('en', count, { one: 'share is', other: 'shares are' })} in the file now.`,
    de: (count: number) =>
      `${count} ${plural('de', count, { one: 'Ausfertigung ist', other: 'Ausfertigungen sind' })} jetzt in der Datei.`,
  },
  backupSave: { en: 'Save the file', de: 'Datei speichern' },
  backupUndo: { en: 'Undo: keep them here', de: 'Rückgängig: hier behalten' },
  backupUndone: {
    en: 'Undone. Delete the file: it is of no use any more.',
    de: 'Rückgängig gemacht. Löschen Sie die Datei: Sie ist nicht mehr zu gebrauchen.',
  },
  restoreTitle: { en: 'Restore from a file', de: 'Aus einer Datei wiederherstellen' },
  restoreText: {
    en: 'For a wallet that is still empty. Use each file once, on one device.',
    de: 'Für eine Wallet, die noch leer ist. Benutzen Sie jede Datei einmal, auf einem Gerät.',
  },
  restoreFile: { en: 'Choose the file', de: 'Datei wählen' },
  restoreNoFile: { en: 'Choose the file first.', de: 'Wählen Sie zuerst die Datei.' },
  restore: { en: 'Restore', de: 'Wiederherstellen' },
  restored: { en: 'The wallet was restored.', de: 'Die Wallet wurde wiederhergestellt.' },
  clearTitle: { en: 'Clear the history', de: 'Verlauf löschen' },
  clearText: {
    en: 'The list shows where you applied. You can clear it; the wallet still remembers what can be inferred, so that it can warn you.',
    de: 'Die Liste zeigt, wo Sie sich beworben haben. Sie können sie löschen; die Wallet merkt sich weiter, was sich schließen lässt, damit sie Sie warnen kann.',
  },
  clear: { en: 'Clear the history', de: 'Verlauf löschen' },
  clearDialogTitle: { en: 'Clear the history?', de: 'Verlauf wirklich löschen?' },
  clearDialogText: {
    en: 'You will no longer be able to see to whom you have shown what. This cannot be undone.',
    de: 'Sie können dann nicht mehr sehen, wem Sie was gezeigt haben. Das lässt sich nicht rückgängig machen.',
  },
  cleared: { en: 'The history is empty now.', de: 'Der Verlauf ist jetzt leer.' },
});
