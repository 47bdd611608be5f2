import type { WalletErrorCode } from '@zk-income/holder';
import { say, type Words } from '@zk-income/ui';

/** What each failure means to the person, and what they can do. */
const ERRORS: Readonly<Partial<Record<WalletErrorCode, Words>>> = {
  offer_malformed: {
    en: 'This link is not an offer that the wallet understands. Ask for it again, and copy it completely.',
    de: 'Dieser Link ist kein Angebot, das die Wallet versteht. Lassen Sie ihn sich noch einmal geben, und kopieren Sie ihn ganz.',
  },
  offer_unusable: {
    en: 'This offer was used before or has expired. Ask your employer for a new link.',
    de: 'Dieses Angebot wurde schon benutzt oder ist abgelaufen. Bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  tx_code_required: { en: 'Enter the code of the offer.', de: 'Geben Sie den Code des Angebots ein.' },
  tx_code_wrong: {
    en: 'The issuer did not accept this code. Check it and try again.',
    de: 'Die ausstellende Stelle hat diesen Code nicht angenommen. Prüfen Sie ihn und versuchen Sie es erneut.',
  },
  issuer_unsupported: {
    en: 'This issuer offers nothing that this wallet can keep.',
    de: 'Diese Stelle bietet nichts an, was diese Wallet aufbewahren kann.',
  },
  issuer_not_trusted: {
    en: 'Confirm first that you expect a credential from this address.',
    de: 'Bestätigen Sie zuerst, dass Sie von dieser Adresse einen Nachweis erwarten.',
  },
  issuer_refused: {
    en: 'The issuer did not hand out the credential. Ask your employer for a new link.',
    de: 'Die ausstellende Stelle hat den Nachweis nicht herausgegeben. Bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  credential_invalid: {
    en: 'What the issuer sent did not pass the checks, so it was not stored. Tell your employer.',
    de: 'Was die ausstellende Stelle geschickt hat, hat die Prüfungen nicht bestanden und wurde nicht gespeichert. Sagen Sie es Ihrem Arbeitgeber.',
  },
  credential_unknown: {
    en: 'This credential is no longer in the wallet.',
    de: 'Dieser Nachweis ist nicht mehr in der Wallet.',
  },
  request_malformed: {
    en: 'This link is not a request that the wallet understands. Ask for it again, and copy it completely.',
    de: 'Dieser Link ist keine Anfrage, die die Wallet versteht. Lassen Sie ihn sich noch einmal geben, und kopieren Sie ihn ganz.',
  },
  request_unsigned: {
    en: 'The request is not signed, so it could be from anyone. The wallet does not answer it.',
    de: 'Die Anfrage ist nicht unterschrieben und könnte von irgendwem sein. Die Wallet beantwortet sie nicht.',
  },
  request_invalid: {
    en: 'The request did not pass the checks. The wallet does not answer it.',
    de: 'Die Anfrage hat die Prüfungen nicht bestanden. Die Wallet beantwortet sie nicht.',
  },
  request_expired: {
    en: 'This request has expired. Ask for a new one.',
    de: 'Diese Anfrage ist abgelaufen. Bitten Sie um eine neue.',
  },
  certificate_not_trusted: {
    en: 'The wallet cannot confirm who asks. It does not answer.',
    de: 'Die Wallet kann nicht bestätigen, wer fragt. Sie antwortet nicht.',
  },
  host_mismatch: {
    en: 'The request claims to be from another address than it comes from. The wallet does not answer it.',
    de: 'Die Anfrage gibt eine andere Adresse an, als sie hat. Die Wallet beantwortet sie nicht.',
  },
  already_answered: {
    en: 'You have answered or declined this request before.',
    de: 'Sie haben diese Anfrage schon beantwortet oder abgelehnt.',
  },
  credential_unsuitable: {
    en: 'This credential does not fit the request.',
    de: 'Dieser Nachweis passt nicht zur Anfrage.',
  },
  not_satisfied: {
    en: 'Your income does not meet what is asked. Nothing was sent.',
    de: 'Ihr Einkommen erfüllt die Bedingung nicht. Es wurde nichts gesendet.',
  },
  no_shares_left: {
    en: 'This credential is used up. Ask your employer for a new link.',
    de: 'Dieser Nachweis ist aufgebraucht. Bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  storage_changed: {
    en: 'The wallet is busy in another tab. Try again.',
    de: 'Die Wallet ist in einem anderen Tab beschäftigt. Versuchen Sie es noch einmal.',
  },
  storage_damaged: {
    en: 'The wallet on this device cannot be read any more. Restore a backup, or ask your employer for a new link.',
    de: 'Die Wallet auf diesem Gerät lässt sich nicht mehr lesen. Stellen Sie eine Sicherung wieder her, oder bitten Sie Ihren Arbeitgeber um einen neuen Link.',
  },
  storage_rolled_back: {
    en: 'This wallet is older than one that was used on this device before. Restore the latest backup.',
    de: 'Diese Wallet ist älter als eine, die auf diesem Gerät schon benutzt wurde. Stellen Sie die neueste Sicherung wieder her.',
  },
  recovery_code_malformed: {
    en: 'The recovery code has a typing error: it has 24 letters and digits.',
    de: 'Der Wiederherstellungscode enthält einen Tippfehler: Er hat 24 Buchstaben und Ziffern.',
  },
  recovery_code_wrong: {
    en: 'This recovery code does not open the file.',
    de: 'Dieser Wiederherstellungscode öffnet die Datei nicht.',
  },
  backup_malformed: {
    en: 'This file is not from this wallet, or is damaged.',
    de: 'Diese Datei ist nicht von dieser Wallet, oder sie ist beschädigt.',
  },
  wallet_not_empty: {
    en: 'This wallet is not empty. A file can be restored only into an empty one.',
    de: 'Diese Wallet ist nicht leer. Eine Datei lässt sich nur in einer leeren wiederherstellen.',
  },
  offline: {
    en: 'The other side cannot be reached. Check your connection and try again.',
    de: 'Die andere Seite ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  },
  response_invalid: {
    en: 'The other side sent something unexpected. Try again later.',
    de: 'Die andere Seite hat etwas Unerwartetes geschickt. Versuchen Sie es später noch einmal.',
  },
  proof_failed: {
    en: 'The proof could not be made on this device. Try again, or use a newer browser.',
    de: 'Der Beweis konnte auf diesem Gerät nicht erstellt werden. Versuchen Sie es noch einmal, oder nehmen Sie einen neueren Browser.',
  },
  aborted: { en: 'Cancelled. Nothing was sent.', de: 'Abgebrochen. Es wurde nichts gesendet.' },
};

const UNEXPECTED: Words = {
  en: 'Something went wrong in this wallet. Load the page again.',
  de: 'In dieser Wallet ist etwas schiefgegangen. Laden Sie die Seite neu.',
};

/** @param code of a `WalletError`; undefined for any other error */
export const errorText = (code: string | undefined): string =>
  say((code === undefined ? undefined : ERRORS[code as WalletErrorCode]) ?? UNEXPECTED);
