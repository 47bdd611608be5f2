import type { ConsentReason } from './types.js';

/** What can go wrong, and what it means. The codes are stable. */
export const WALLET_ERRORS = {
  offer_malformed: 'The link is not a credential offer that this wallet understands.',
  offer_unusable: 'The code of the offer is wrong or was used, or the offer has expired.',
  tx_code_required: 'The offer needs the code that the issuer sent by another channel.',
  tx_code_wrong: 'The issuer did not accept the code.',
  issuer_unsupported: 'The issuer offers nothing that this wallet can receive, or its documents are wrong.',
  issuer_not_trusted: 'The issuer is not on the trust list, and the person has not accepted it.',
  issuer_refused: 'The issuer did not hand out the credentials.',
  credential_invalid: 'What the issuer sent is not a valid credential for this wallet. It was not stored.',
  credential_unknown: 'The wallet has no such credential.',
  request_malformed: 'The link is not a request that this wallet understands.',
  request_unsigned: 'The request has no signature, so the wallet cannot tell who asks.',
  request_invalid: 'The request failed a check.',
  request_expired: 'The request has expired. Ask for a new one.',
  certificate_not_trusted:
    'The certificate of the verifier is not valid, or no trusted authority has signed it.',
  host_mismatch: 'The request, its certificate and the address of the answer do not have the same host.',
  already_answered: 'The request was answered or declined before.',
  choice_invalid: 'The chosen credentials are not those that the request asks for.',
  credential_unsuitable: 'A chosen credential does not fit the request.',
  consent_required: 'The answer needs the consent of the person.',
  not_satisfied: 'A predicate does not hold. Nothing was sent.',
  no_shares_left: 'All instances of a credential were used. Ask the issuer for a new offer.',
  people_unsupported: 'Several people answer this request together, which this wallet cannot do.',
  storage_changed: 'Another tab or process changes the storage all the time. Try again.',
  storage_damaged: 'The stored state cannot be read: it is damaged, or belongs to another version.',
  storage_rolled_back: 'The stored state is older than one that was read before.',
  recovery_code_malformed: 'The recovery code has a typing error: it has 24 letters and digits.',
  recovery_code_wrong: 'The recovery code is not that of this backup, or the file was changed.',
  backup_malformed: 'The file is not a backup of this wallet, or of another version.',
  wallet_not_empty: 'A backup can only be restored into an empty wallet.',
  offline: 'The other party could not be reached.',
  response_invalid: 'The other party sent something else than the protocol says.',
  proof_failed: 'The proof could not be created on this device.',
  aborted: 'The caller aborted the operation.',
} as const;

export type WalletErrorCode = keyof typeof WALLET_ERRORS;

interface WalletErrorOptions extends ErrorOptions {
  readonly detail?: string;
  readonly reasons?: readonly ConsentReason[];
  /** The code of the other party. */
  readonly remoteCode?: string;
}

/** An expected failure of a wallet. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
  /** Of `consent_required`: what the person must accept. */
  readonly reasons: readonly ConsentReason[];
  /** The code of the issuer or verifier, where it sent one. */
  readonly remoteCode: string | undefined;

  constructor(
    readonly code: WalletErrorCode,
    { detail, reasons = [], remoteCode, ...options }: WalletErrorOptions = {},
  ) {
    super(detail ?? WALLET_ERRORS[code], options);
    this.reasons = reasons;
    this.remoteCode = remoteCode;
  }
}
