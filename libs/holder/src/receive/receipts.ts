import {
  type Clock,
  IssuerDirectory,
  isObject,
  own,
  randomBase64url,
  sha256Base64url,
} from '@zk-income/credential';
import {
  createKeyProof,
  credentialRequest,
  notificationRequest,
  proofAlgorithm,
  readCredentialResponse,
  readNonceResponse,
  readTokenResponse,
  tokenRequest,
} from '@zk-income/openid';
import { backupWrapper } from '../backup/key-wrapping.js';
import {
  errorCodeOf,
  FORM,
  type Http,
  type HttpReply,
  type HttpRequest,
  JSON_TYPE,
  jsonOf,
} from '../http.js';
import type { WalletStore } from '../storage/wallet-store.js';
import type {
  OfferDescription,
  PendingReceipt,
  ReceiveOptions,
  StoredCredential,
  WalletKey,
  WalletState,
} from '../types.js';
import { WalletError } from '../wallet-error.js';
import { checkCredentials, type KeyedCredential } from './check-credentials.js';
import { reading } from './offers.js';

const MAX_TOKEN_BYTES = 65_536;
/** Fifty instances of the largest credential are smaller. */
const MAX_CREDENTIALS_BYTES = 4_194_304;
const ID_BYTES = 12;

/** What is known while credentials are collected. */
interface Receipt {
  readonly offer: OfferDescription;
  readonly options: ReceiveOptions;
  readonly pending: PendingReceipt;
  readonly keys: readonly WalletKey[];
}

const offerId = ({ offer }: OfferDescription): string =>
  sha256Base64url(JSON.stringify([offer.issuer, offer.preAuthorizedCode]));

const without = (state: WalletState, offer: string): WalletState => ({
  ...state,
  pending: state.pending.filter((one) => one.offer !== offer),
});

/** Collects the credentials of offers, and checks them before they are stored. */
export class Receipts {
  constructor(
    private readonly http: Http,
    private readonly store: WalletStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Redeems the code of an offer. Where it is interrupted after that, another call with the same offer goes on.
   *
   * @throws WalletError `issuer_not_trusted`, `tx_code_required`, `tx_code_wrong`, `offer_unusable`, `issuer_refused`,
   * `credential_invalid`, `response_invalid`, `offline`, `aborted`
   */
  async receive(offer: OfferDescription, options: ReceiveOptions): Promise<StoredCredential> {
    if (offer.issuer.level !== 'listed' && options.acceptUnlisted !== true)
      throw new WalletError('issuer_not_trusted');
    const receipt = (await this.resume(offer, options)) ?? (await this.redeem(offer, options));
    const { received, notificationId } = await this.collect(receipt);
    options.onProgress?.({ step: 'checking_credentials' });
    let stored: StoredCredential;
    try {
      stored = await checkCredentials(received, {
        iss: offer.offer.issuer,
        directory: new IssuerDirectory(this.http, this.clock),
        now: this.clock.now(),
        id: randomBase64url(ID_BYTES),
      });
      this.assertNew(stored, await this.store.read());
    } catch (error) {
      if (error instanceof WalletError && error.code === 'credential_invalid')
        await this.discard(receipt, notificationId);
      throw error;
    }
    options.onProgress?.({ step: 'storing' });
    await this.keep(receipt, stored);
    await this.notify(receipt, notificationId, 'credential_accepted');
    return stored;
  }

  /** Whether the code of an offer was redeemed before, so that `receive` needs no code again. */
  async isPending(offer: OfferDescription): Promise<boolean> {
    return (await this.resume(offer, {})) !== undefined;
  }

  private async resume(offer: OfferDescription, options: ReceiveOptions): Promise<Receipt | undefined> {
    const id = offerId(offer);
    const pending = (await this.store.read()).pending.find((one) => one.offer === id);
    if (!pending) return undefined;
    const keys = await Promise.all(pending.keyIds.map((key) => this.store.keys.get(key)));
    return keys.every((key) => key !== undefined) ? { offer, options, pending, keys } : undefined;
  }

  private async redeem(offer: OfferDescription, options: ReceiveOptions): Promise<Receipt> {
    const { needsCode, endpoints } = offer;
    const code = options.code?.trim();
    if (needsCode && !code) throw new WalletError('tx_code_required');
    options.onProgress?.({ step: 'creating_keys' });
    const keys = await this.store.keys.create(endpoints.batchSize, await backupWrapper(this.store.keys));
    const keyIds = keys.map(({ id }) => id);
    try {
      options.onProgress?.({ step: 'contacting_issuer' });
      const token = await this.token(offer, options, needsCode ? code : undefined);
      const pending: PendingReceipt = {
        offer: offerId(offer),
        ...token,
        keyIds,
        since: new Date(this.clock.now()).toISOString(),
      };
      await this.store.update((state) => ({
        ...state,
        pending: [...without(state, pending.offer).pending, pending],
      }));
      return { offer, options, pending, keys };
    } catch (error) {
      await this.store.keys.remove(keyIds);
      throw error;
    }
  }

  private async token(
    { offer, endpoints, tokenEndpoint }: OfferDescription,
    { signal }: ReceiveOptions,
    txCode: string | undefined,
  ) {
    const { preAuthorizedCode } = offer;
    const reply = await this.post({
      url: tokenEndpoint,
      body: tokenRequest({ preAuthorizedCode, ...(txCode !== undefined && { txCode }) }),
      contentType: FORM,
      signal,
    });
    if (reply.status === 200)
      return reading('response_invalid', () => readTokenResponse(jsonOf(reply), endpoints.configurationId));
    const remoteCode = errorCodeOf(reply);
    if (remoteCode === 'invalid_grant' || remoteCode === 'invalid_request')
      throw new WalletError(txCode === undefined ? 'offer_unusable' : 'tx_code_wrong', { remoteCode });
    throw refusal(reply);
  }

  private async collect(receipt: Receipt) {
    const { offer, options, pending, keys } = receipt;
    options.onProgress?.({ step: 'contacting_issuer' });
    let reply = await this.requestCredentials(receipt);
    // The nonce has expired meanwhile.
    if (errorCodeOf(reply) === 'invalid_nonce') reply = await this.requestCredentials(receipt);
    if (reply.status !== 200) {
      // The token has expired, or the issuer does not want to any more: the offer cannot be collected.
      if (reply.status === 401 || errorCodeOf(reply) === 'credential_request_denied')
        await this.forget(receipt);
      throw refusal(reply);
    }
    const { credentials, notificationId } = await this.readCredentials(receipt, reply);
    const received = credentials.map(
      ({ credential, keyIndex }): KeyedCredential => ({ credential, key: keys[keyIndex]! }),
    );
    return { offer, pending, received, notificationId };
  }

  private async readCredentials(receipt: Receipt, reply: HttpReply) {
    try {
      return reading('credential_invalid', () =>
        readCredentialResponse(
          jsonOf(reply),
          receipt.keys.map(({ publicJwk }) => publicJwk),
        ),
      );
    } catch (error) {
      const json = jsonOf(reply);
      const id = isObject(json) ? own(json, 'notification_id') : undefined;
      await this.discard(receipt, typeof id === 'string' ? id : undefined);
      throw error;
    }
  }

  private async requestCredentials({ offer, options, pending, keys }: Receipt): Promise<HttpReply> {
    const { endpoints } = offer;
    const { issuer } = offer.offer;
    const nonce = await this.nonce(endpoints.nonceEndpoint, options);
    const now = this.clock.now() / 1000;
    const proofs = await Promise.all(
      keys.map((key) => {
        const alg = reading('issuer_unsupported', () => proofAlgorithm(key.publicJwk, endpoints));
        const proofKey = { publicJwk: key.publicJwk, alg, sign: (data: string) => key.sign(data) };
        return createKeyProof(proofKey, { issuer, now, ...(nonce !== undefined && { nonce }) });
      }),
    );
    const { configurationId } = endpoints;
    return this.post({
      url: endpoints.credentialEndpoint,
      body: JSON.stringify(credentialRequest({ configurationId, ...pending, proofs })),
      contentType: JSON_TYPE,
      bearer: pending.accessToken,
      maxBytes: MAX_CREDENTIALS_BYTES,
      signal: options.signal,
    });
  }

  private async nonce(url: string | undefined, { signal }: ReceiveOptions): Promise<string | undefined> {
    if (url === undefined) return undefined;
    // Without a body: `fetch` gives an empty text a type, which issuers may refuse.
    const reply = await this.post({ url, signal });
    if (reply.status !== 200) throw refusal(reply);
    return reading('response_invalid', () => readNonceResponse(jsonOf(reply)));
  }

  private post(
    request: Omit<HttpRequest, 'method' | 'maxBytes'> & { maxBytes?: number },
  ): Promise<HttpReply> {
    return this.http.send({ accept: JSON_TYPE, maxBytes: MAX_TOKEN_BYTES, ...request, method: 'POST' });
  }

  /** An issuer could send the instances of another batch again, to link what is shown of both. */
  private assertNew(stored: StoredCredential, { credentials }: WalletState): void {
    const known = new Set(credentials.flatMap(({ instances }) => instances.map(({ hash }) => hash)));
    if (stored.instances.some(({ hash }) => known.has(hash)))
      throw new WalletError('credential_invalid', { detail: 'The wallet has this credential already.' });
  }

  private async keep({ pending }: Receipt, stored: StoredCredential): Promise<void> {
    await this.store.update((state) => {
      this.assertNew(stored, state);
      return { ...without(state, pending.offer), credentials: [...state.credentials, stored] };
    });
    const used = new Set(stored.instances.map(({ keyId }) => keyId));
    await this.store.keys.remove(pending.keyIds.filter((id) => !used.has(id)));
  }

  private async discard(receipt: Receipt, notificationId: string | undefined): Promise<void> {
    await this.forget(receipt);
    await this.notify(receipt, notificationId, 'credential_failure');
  }

  private async forget({ pending }: Receipt): Promise<void> {
    await this.store.update((state) => without(state, pending.offer));
    await this.store.keys.remove(pending.keyIds);
  }

  /** The credentials are stored or discarded in any case. */
  private async notify(
    { offer, pending }: Receipt,
    notificationId: string | undefined,
    event: 'credential_accepted' | 'credential_failure',
  ): Promise<void> {
    const url = offer.endpoints.notificationEndpoint;
    if (url === undefined || notificationId === undefined) return;
    const body = JSON.stringify(notificationRequest({ notificationId, event }));
    await this.post({ url, body, contentType: JSON_TYPE, bearer: pending.accessToken }).catch(
      () => undefined,
    );
  }
}

const refusal = (reply: HttpReply): WalletError =>
  reply.status >= 500
    ? new WalletError('offline', { detail: `The issuer answered ${reply.status}.` })
    : new WalletError('issuer_refused', { remoteCode: errorCodeOf(reply) });
