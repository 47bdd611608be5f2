import { type Clock, inlineProofRunner, type ProofRunner, systemClock } from '@zk-income/credential';
import { Credentials } from './credentials.js';
import { Http } from './http.js';
import { Offers } from './receive/offers.js';
import { Receipts } from './receive/receipts.js';
import { WalletStore } from './storage/wallet-store.js';
import { TrustList } from './trust.js';
import type { CredentialSummary, OfferDescription, ReceiveOptions, WalletOptions } from './types.js';

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
  private readonly stored: Credentials;

  private constructor(
    store: WalletStore,
    trust: TrustList,
    http: Http,
    clock: Clock,
    readonly proofs: ProofRunner,
  ) {
    this.offers = new Offers(http, trust);
    this.receipts = new Receipts(http, store, clock);
    this.stored = new Credentials(store, trust, http, clock);
  }

  /**
   * Opens a wallet on its storage.
   *
   * @throws WalletError `storage_damaged`
   */
  static async open({
    storage,
    trust,
    fetch = (...args) => globalThis.fetch(...args),
    proofs = inlineProofRunner,
    clock = systemClock,
    timeoutMilliseconds,
  }: WalletOptions): Promise<Wallet> {
    const store = new WalletStore(storage);
    await store.read();
    return new Wallet(store, new TrustList(trust), new Http(fetch, timeoutMilliseconds), clock, proofs);
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
    return this.stored.summary((await this.receipts.receive(offer, options)).id);
  }

  credentials(): Promise<readonly CredentialSummary[]> {
    return this.stored.summaries();
  }

  /**
   * The amounts of a credential, in the smallest unit of its currency. Show them only when the person asks.
   *
   * @throws WalletError `credential_unknown`
   */
  amounts(id: string): Promise<Readonly<Record<string, string>>> {
    return this.stored.amounts(id);
  }

  /** Asks the issuers whether credentials are revoked. What cannot be fetched stays as it was. */
  refreshStatus(): Promise<readonly CredentialSummary[]> {
    return this.stored.refreshStatus();
  }

  /** Removes a credential and its keys. What was shown of it stays in the ledger and in the history. */
  remove(id: string): Promise<void> {
    return this.stored.remove(id);
  }
}
