import { inlineProofRunner, systemClock } from '@zk-income/credential';
import type { CertificateValidator } from '@zk-income/openid';
import { type Backup, Backups, restoreBackup } from './backup/backups.js';
import { Credentials } from './credentials.js';
import { Http } from './http.js';
import { type Meter, type MeterBudget, meterOf } from './meter/index.js';
import { Offers } from './receive/offers.js';
import { Receipts } from './receive/receipts.js';
import type { Answering } from './requests/answering.js';
import { Answers } from './requests/answers.js';
import { Checks } from './requests/checks.js';
import { Refusals } from './requests/refusals.js';
import { RequestReader } from './requests/request-reader.js';
import { WalletStore } from './storage/wallet-store.js';
import { TrustList } from './trust.js';
import type {
  AnswerChoice,
  Answered,
  Check,
  Choice,
  CredentialSummary,
  HistoryEntry,
  OfferDescription,
  ReceiveOptions,
  RequestDescription,
  TaskOptions,
  WalletOptions,
} from './types.js';

/**
 * A wallet: receives credentials, and answers requests with proofs. All secrets stay on this device.
 *
 * @example
 * const wallet = await Wallet.open({ storage: await indexedDbStorage(), trust, certificates });
 * const credential = await wallet.receive(await wallet.readOffer(link), { code: '493536' });
 */
export class Wallet {
  private readonly offers: Offers;
  private readonly receipts: Receipts;
  private readonly backups: Backups;
  private readonly reader: RequestReader;
  private readonly checks: Checks;
  private readonly answers: Answers;
  private readonly refusals: Refusals;

  private constructor(
    private readonly parts: Answering,
    certificates: CertificateValidator,
  ) {
    const { http, store, trust, clock } = parts;
    this.offers = new Offers(http, trust);
    this.receipts = new Receipts(http, store, clock);
    this.backups = new Backups(store, clock);
    this.reader = new RequestReader(http, store, trust, certificates, clock);
    this.checks = new Checks(parts);
    this.answers = new Answers(parts);
    this.refusals = new Refusals(parts);
  }

  /**
   * Opens a wallet on its storage.
   *
   * @throws WalletError `storage_damaged`
   */
  static async open({
    storage,
    trust: list,
    certificates,
    fetch = (...args) => globalThis.fetch(...args),
    proofs = inlineProofRunner,
    clock = systemClock,
    timeoutMilliseconds,
  }: WalletOptions): Promise<Wallet> {
    const store = new WalletStore(storage);
    await store.read();
    const trust = new TrustList(list);
    const http = new Http(fetch, timeoutMilliseconds);
    const credentials = new Credentials(store, trust, http, clock);
    return new Wallet({ http, store, credentials, trust, clock, proofs }, certificates);
  }

  /**
   * Restores a backup into an empty storage, and opens it.
   *
   * @param code as the person types it
   * @throws WalletError `recovery_code_malformed`, `recovery_code_wrong`, `backup_malformed`, `wallet_not_empty`,
   * `storage_damaged`, `storage_changed`
   */
  static async restore(file: Uint8Array, code: string, options: WalletOptions): Promise<Wallet> {
    await restoreBackup(options.storage, file, code);
    return Wallet.open(options);
  }

  /**
   * Reads the link of a credential offer, and what its issuer publishes.
   *
   * @throws WalletError `offer_malformed`, `issuer_unsupported`, `offline`, `response_invalid`
   */
  readOffer(link: string): Promise<OfferDescription> {
    return this.offers.read(link);
  }

  /**
   * Receives the credentials of an offer. They are checked before they are stored: the issuer's signatures, every opening, and
   * that each instance has a key of its own and no value by which verifiers could link two of them.
   *
   * @throws WalletError `issuer_not_trusted`, `tx_code_required`, `tx_code_wrong`, `offer_unusable`, `issuer_refused`,
   * `credential_invalid`, `response_invalid`, `offline`, `aborted`. After `offline` and `aborted`, call it again with the
   * same offer.
   */
  async receive(offer: OfferDescription, options: ReceiveOptions = {}): Promise<CredentialSummary> {
    return this.parts.credentials.summary((await this.receipts.receive(offer, options)).id);
  }

  credentials(): Promise<readonly CredentialSummary[]> {
    return this.parts.credentials.summaries();
  }

  /**
   * The amounts of a credential, in the smallest unit of its currency. Show them only when the person asks.
   *
   * @throws WalletError `credential_unknown`
   */
  amounts(id: string): Promise<Readonly<Record<string, string>>> {
    return this.parts.credentials.amounts(id);
  }

  /** Asks the issuers whether credentials are revoked. What cannot be fetched stays as it was. */
  refreshStatus(): Promise<readonly CredentialSummary[]> {
    return this.parts.credentials.refreshStatus();
  }

  /** Removes a credential and its keys. What was shown of it stays in the ledger and in the history. */
  remove(id: string): Promise<void> {
    return this.parts.credentials.remove(id);
  }

  /**
   * Reads the link of a request, fetches its request object, and checks it: signature, certificate, hosts, times, and that
   * everything in it agrees. Nothing is sent but the request for the request object.
   *
   * @throws WalletError `request_malformed`, `request_unsigned`, `request_expired`, `request_invalid`, `host_mismatch`,
   * `certificate_not_trusted`, `offline`, `response_invalid`
   */
  readRequest(link: string): Promise<RequestDescription> {
    return this.reader.read(link);
  }

  /**
   * "Would I pass?" Tells whether the answer can be given, and what it would tell. Nothing is sent or recorded.
   *
   * @throws WalletError `choice_invalid`, `credential_unknown`, `request_expired`, `request_invalid`
   */
  check(request: RequestDescription, choice: Choice): Promise<Check> {
    return this.checks.check(request, choice);
  }

  /**
   * Proves what a request asks for, or discloses claims, and sends it. Each answer uses an instance that was never used. It is
   * recorded before it is sent: after `offline` and `aborted`, call it again, and it sends the same bytes. Requests that
   * several people answer together are for `CoreEngine.joinRequest`.
   *
   * @throws WalletError `consent_required` with its `reasons`, `not_satisfied`, `no_shares_left`, `credential_unsuitable`,
   * `choice_invalid`, `credential_unknown`, `people_unsupported`, `request_expired`, `already_answered`, `proof_failed`,
   * `offline`, `response_invalid`, `aborted`
   */
  answer(request: RequestDescription, choice: AnswerChoice, options: TaskOptions = {}): Promise<Answered> {
    return this.answers.answer(request, choice, options);
  }

  /**
   * Tells the verifier that there will be no answer. A verifier that gets this cannot tell whether the person does not want to
   * answer or cannot.
   *
   * @throws WalletError `already_answered`, `offline`, `response_invalid`
   */
  decline(request: RequestDescription): Promise<Pick<Answered, 'redirectUri'>> {
    return this.refusals.decline(request);
  }

  /** What was shown to whom, the latest last. */
  async history(): Promise<readonly HistoryEntry[]> {
    return (await this.parts.store.read()).history;
  }

  /** Clears the history. The ledger stays: without it, verifiers could find amounts by asking often. */
  async clearHistory(): Promise<void> {
    await this.parts.store.update((state) => ({ ...state, history: [] }));
  }

  /**
   * What verifiers can infer about amounts from answers and refusals. It is made from these alone, and not from the amounts.
   *
   * @param budget the narrowest intervals that the person wants to allow
   */
  async meter(budget?: MeterBudget): Promise<Meter> {
    const { credentials, ledger } = await this.parts.store.read();
    const currencies = new Map(credentials.map(({ payer, currency }) => [payer, currency]));
    return meterOf(ledger.entries, {
      ...(budget && { budget }),
      currencyOf: (payer) => currencies.get(payer),
      isPooled: (host) => this.parts.trust.verifier(host).level !== 'listed',
    });
  }

  /**
   * Moves the wallet into an encrypted file for another device. This wallet cannot use the moved instances any more.
   *
   * @throws WalletError `storage_changed`
   */
  exportBackup(): Promise<Backup> {
    return this.backups.export();
  }

  /** Takes the instances of a backup back, after the person has destroyed its file. */
  cancelBackup(id: string): Promise<void> {
    return this.backups.cancel(id);
  }
}
