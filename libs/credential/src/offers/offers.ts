import { sha256Base64url } from '../encoding/hash.js';
import { randomBase64url, randomBelow } from '../encoding/random.js';
import { ProtocolError } from '../errors.js';
import { parseHolderKeys } from '../issue/issue-input.js';
import type { Issuer } from '../issue/issuer.js';
import { type PublicJwk, thumbprint } from '../keys.js';
import { MAX_INPUT_CHARACTERS, OFFER_RETENTION_SECONDS, OFFER_TOKEN_SECONDS, TX_CODE } from '../limits.js';
import type { Clock, OfferStore, StoredOffer, WalletEvent } from '../ports/index.js';
import type {
  AttestedInput,
  CollectedCredentials,
  CreatedOffer,
  CreateOfferInput,
  IssuingClient,
  OfferAccess,
  OfferView,
} from '../types.js';
import { parseOfferInput } from './offer-input.js';
import { openContent, sealContent, tagOf } from './offer-seal.js';
import { newOfferSecret, type OfferSecret, parseOfferSecret } from './offer-secret.js';
import { stateOf, viewOf } from './offer-view.js';

/** What is issued, and in whose name. */
interface OfferedInput {
  readonly client: IssuingClient;
  readonly input: AttestedInput;
}

/** What a wallet sends with a pre-authorized code. */
export interface WalletInput {
  readonly txCode?: string;
  /** Its `client_id`. */
  readonly walletId?: string;
}

/** Verifies that a wallet has the private keys of the keys that it returns. */
export type ProveKeys = (wallet: Pick<WalletInput, 'walletId'>) => Promise<readonly PublicJwk[]>;

/** The content of an offer that no wallet has opened. The transaction code can be checked only with the code. */
type CodeContent = OfferedInput & { readonly txCode?: string };

const MAX_ROUNDS = 10;

/** More attempts are not counted: they cost no write. */
const MAX_COUNTED_REPEATS = 1_000;

const newTxCode = (): string => String(randomBelow(10 ** TX_CODE.digits)).padStart(TX_CODE.digits, '0');
const newContentName = (): string => randomBase64url(16);

/** Seconds until the next transaction code is accepted, after so many wrong ones. */
const waitAfter = (wrong: number): number => Math.min(2 ** (wrong - 1), TX_CODE.maxWaitSeconds);

/** The notification id of OpenID4VCI (section 11.1) follows from the token, so that nothing needs to be stored. */
const notificationIdOf = ({ text }: OfferSecret): string => sha256Base64url(`notification ${text}`);

/** Compares hashes, so that the time tells nothing about a text. */
const isSameText = (a: string, b: string): boolean => sha256Base64url(a) === sha256Base64url(b);

const next = (offer: StoredOffer, changes: Partial<StoredOffer> = {}): StoredOffer => ({
  ...offer,
  ...changes,
  version: offer.version + 1,
});

/** The next version, without content and without a usable token or code. */
function closed(offer: StoredOffer, changes: Partial<StoredOffer>): StoredOffer {
  const { content: _content, contentUntil: _until, ...rest } = offer;
  return next(rest, changes);
}

const invalidCode = (): ProtocolError => new ProtocolError('offer_code_invalid');
const throttled = (seconds: number): ProtocolError =>
  new ProtocolError('tx_code_throttled', `Retry in ${seconds} s.`, { retryAfterSeconds: seconds });

/**
 * Credentials that a client offers and a wallet collects (OpenID4VCI, pre-authorized code flow). What an offer attests is
 * stored only encrypted: first under the pre-authorized code, which the client hands out, then under the access token of
 * the wallet, and not at all once the wallet has accepted the credentials or the time is over. Each step is one conditional
 * write on one item.
 */
export class Offers {
  constructor(
    private readonly issuer: Issuer,
    private readonly store: OfferStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores an offer. The input is validated in full, as for {@link Issuer.issue}.
   *
   * @param id the id of the offer, by default a new one. If a call with this id was interrupted, its code was never handed
   *   out: the same call replaces it.
   */
  async create(client: IssuingClient, input: CreateOfferInput, id?: string): Promise<CreatedOffer> {
    const { attested, batchSize, hasTxCode, expiresIn } = parseOfferInput(input);
    this.issuer.assertAttestable(client, attested);
    const createdAt = this.seconds();
    const expiresAt = createdAt + expiresIn;
    const code = newOfferSecret(id ?? randomBase64url(16));
    const txCode = hasTxCode ? newTxCode() : undefined;
    const { id: clientId, sourceId } = client;
    const offered: CodeContent = {
      client: { id: clientId, ...(sourceId !== undefined && { sourceId }) },
      input: attested,
      ...(txCode !== undefined && { txCode }),
    };
    const content = newContentName();
    await this.store.writeContent(content, await sealContent(offered, code, 'input of a code'), expiresAt);
    await this.record({
      id: code.id,
      ownerId: clientId,
      version: 0,
      state: 'created',
      createdAt,
      expiresAt,
      batchSize,
      hasTxCode,
      codeHash: code.hash,
      wrongTxCodes: 0,
      nextTxCodeAt: 0,
      repeated: 0,
      content,
      contentUntil: expiresAt,
      retainUntil: expiresAt + OFFER_RETENTION_SECONDS,
    });
    return {
      id: code.id,
      code: code.text,
      ...(txCode !== undefined && { tx_code: txCode }),
      expires_at: new Date(expiresAt * 1000).toISOString(),
    };
  }

  /** @throws ProtocolError `offer_unknown`, also for an offer of another client */
  async find(ownerId: string, id: string): Promise<OfferView> {
    return viewOf(await this.findOwn(ownerId, id), this.seconds());
  }

  /**
   * Withdraws an offer: nobody can collect it any more. If it was collected, its credentials are revoked. Idempotent.
   *
   * @throws ProtocolError `offer_unknown`, also for an offer of another client
   */
  async withdraw(ownerId: string, id: string): Promise<void> {
    for (;;) {
      const offer = await this.findOwn(ownerId, id);
      if (offer.state !== 'withdrawn') {
        if (!(await this.store.replace(closed(offer, { state: 'withdrawn' })))) continue;
        await this.deleteContent(offer);
      }
      // Also if an earlier call died here, or while the credentials were being signed.
      return this.revoke(offer);
    }
  }

  /**
   * Exchanges the pre-authorized code for an access token, once. A code that was exchanged stays invalid even if the wallet
   * did not get the response: otherwise the owner could not tell a wallet's retry from a thief.
   *
   * @throws ProtocolError `offer_code_invalid`, `tx_code_required`, `tx_code_unexpected`, `tx_code_throttled`,
   * `invalid_input` for a `client_id` that is too long
   */
  async open(codeText: string, { txCode, walletId }: WalletInput = {}): Promise<OfferAccess> {
    const code = parseOfferSecret(codeText);
    const offer = code && (await this.load(code.id));
    if (!code || offer?.codeHash !== code.hash) throw invalidCode();
    if (stateOf(offer, this.seconds()) !== 'created') {
      await this.countRepeated(offer);
      throw invalidCode();
    }
    if ((walletId?.length ?? 0) > MAX_INPUT_CHARACTERS) {
      throw new ProtocolError(
        'invalid_input',
        `client_id: expected at most ${MAX_INPUT_CHARACTERS} characters.`,
      );
    }
    if (offer.hasTxCode !== (txCode !== undefined))
      throw new ProtocolError(offer.hasTxCode ? 'tx_code_required' : 'tx_code_unexpected');
    // Counted before it is compared, so that concurrent guesses are not compared.
    const counted = offer.hasTxCode ? await this.countTxCode(offer) : offer;
    const content = await this.readContent<CodeContent>(counted, code, 'input of a code');
    if (!content) throw invalidCode();
    if (content.txCode !== undefined && !isSameText(content.txCode, txCode!)) {
      if (counted.wrongTxCodes >= TX_CODE.maxWrong) await this.failOfCodes(counted);
      throw invalidCode();
    }
    return this.exchange(counted, content, walletId);
  }

  /**
   * Issues the credentials of an offer, in one batch with the id of the offer. The same token with the same keys gets the
   * same credentials again, until the wallet accepts them or the token expires. Of different keys, those win that come
   * first.
   *
   * @param proveKeys verifies that the wallet has the private keys. Called only for a valid token. Keys beyond the batch size
   *   of the offer get no credential.
   * @throws ProtocolError `access_token_invalid`, `offer_not_collectable`, and those of {@link Issuer.issue}
   */
  async collect(accessToken: string, proveKeys: ProveKeys): Promise<CollectedCredentials> {
    const { token, offer } = await this.authorize(accessToken);
    const { walletId } = offer;
    const proved = await proveKeys(walletId === undefined ? {} : { walletId });
    const keys = await parseHolderKeys(proved.slice(0, offer.batchSize));
    const tag = await tagOf(await Promise.all(keys.map(thumbprint)), token);
    let current = offer;
    // The offer changes during a round only if another call makes progress.
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (round > 0) current = (await this.authorize(accessToken)).offer;
      if (current.state === 'opened') {
        const claimed = next(current, { state: 'collecting', keysTag: tag });
        if (!(await this.store.replace(claimed))) continue;
        current = claimed;
      }
      if (current.keysTag !== tag) {
        await this.countRepeated(current);
        throw new ProtocolError('offer_not_collectable');
      }
      const collected =
        current.state === 'collecting'
          ? await this.issue(current, token, keys)
          : await this.readContent<CollectedCredentials>(current, token, 'credentials');
      if (collected) return collected;
      if (current.state === 'issued') break;
    }
    throw new ProtocolError('offer_not_collectable');
  }

  /**
   * Records what a wallet says of its credentials. It changes nothing about their status: wallets can be wrong, and others
   * could send it. Idempotent.
   *
   * @throws ProtocolError `access_token_invalid`, `notification_unknown`
   */
  async notify(accessToken: string, notificationId: string, event: WalletEvent): Promise<void> {
    for (;;) {
      const { token, offer } = await this.authorize(accessToken);
      if (offer.state !== 'issued' || notificationId !== notificationIdOf(token))
        throw new ProtocolError('notification_unknown');
      if (offer.notification?.event === event) return;
      const changes = { notification: { event, at: this.seconds() } };
      const isAccepted = event === 'credential_accepted';
      const written = await this.store.replace(isAccepted ? closed(offer, changes) : next(offer, changes));
      if (!written) continue;
      if (isAccepted) await this.deleteContent(offer);
      return;
    }
  }

  private async record(offer: StoredOffer): Promise<void> {
    if (await this.store.create(offer)) return;
    const existing = await this.store.find(offer.id);
    // Ids are random, so anything else is a fault of the caller.
    if (existing?.ownerId !== offer.ownerId || existing.state !== 'created')
      throw new Error('The id belongs to another offer.');
    if (!(await this.store.replace({ ...offer, version: existing.version + 1 }))) return this.record(offer);
    await this.deleteContent(existing);
  }

  /** Counts a transaction code as wrong until it turns out to be right. One of several concurrent calls succeeds. */
  private async countTxCode(offer: StoredOffer): Promise<StoredOffer> {
    if (offer.wrongTxCodes >= TX_CODE.maxWrong) {
      await this.failOfCodes(offer);
      throw invalidCode();
    }
    const now = this.seconds();
    if (now < offer.nextTxCodeAt) throw throttled(offer.nextTxCodeAt - now);
    const wrongTxCodes = offer.wrongTxCodes + 1;
    const counted = next(offer, { wrongTxCodes, nextTxCodeAt: now + waitAfter(wrongTxCodes) });
    if (!(await this.store.replace(counted))) throw throttled(1);
    return counted;
  }

  private async failOfCodes(offer: StoredOffer): Promise<void> {
    if (await this.store.replace(closed(offer, { state: 'failed', failure: 'too_many_wrong_tx_codes' })))
      await this.deleteContent(offer);
  }

  private async exchange(
    offer: StoredOffer,
    { client, input }: CodeContent,
    walletId: string | undefined,
  ): Promise<OfferAccess> {
    const now = this.seconds();
    const token = newOfferSecret(offer.id);
    const tokenExpiresAt = now + OFFER_TOKEN_SECONDS;
    const content = newContentName();
    const offered: OfferedInput = { client, input };
    await this.store.writeContent(
      content,
      await sealContent(offered, token, 'input of a token'),
      tokenExpiresAt,
    );
    const opened = next(offer, {
      state: 'opened',
      openedAt: now,
      ...(walletId !== undefined && { walletId }),
      tokenHash: token.hash,
      tokenExpiresAt,
      content,
      contentUntil: tokenExpiresAt,
      ...(offer.hasTxCode && { wrongTxCodes: offer.wrongTxCodes - 1 }),
    });
    if (!(await this.store.replace(opened))) {
      await this.store.deleteContent(content);
      const found = await this.load(offer.id);
      if (found?.state === 'created') throw throttled(1);
      if (found) await this.countRepeated(found);
      throw invalidCode();
    }
    await this.deleteContent(offer);
    return { accessToken: token.text, expiresIn: OFFER_TOKEN_SECONDS };
  }

  /** Signs the credentials and stores them for a retry; undefined where the offer changed meanwhile. */
  private async issue(
    offer: StoredOffer,
    token: OfferSecret,
    holderKeys: readonly PublicJwk[],
  ): Promise<CollectedCredentials | undefined> {
    const offered = await this.readContent<OfferedInput>(offer, token, 'input of a token');
    if (!offered) return undefined;
    const { client, input } = offered;
    const body = { ...input, holder_keys: holderKeys };
    const { credentials } = await this.issuer.issue(client, body, offer.id).catch((error: unknown) => {
      return this.failOfInput(offer, error);
    });
    const collected = { credentials, notificationId: notificationIdOf(token) };
    const content = newContentName();
    const until = offer.tokenExpiresAt!;
    await this.store.writeContent(content, await sealContent(collected, token, 'credentials'), until);
    const issued = next(offer, {
      state: 'issued',
      issuedAt: this.seconds(),
      issued: credentials.length,
      content,
      contentUntil: until,
    });
    if (await this.store.replace(issued)) {
      await this.deleteContent(offer);
      return collected;
    }
    await this.store.deleteContent(content);
    // Signed after the owner withdrew the offer: nobody gets them.
    if ((await this.load(offer.id))?.state === 'withdrawn') await this.revoke(offer);
    return undefined;
  }

  /** The issuer's configuration can change between the offer and its collection. */
  private async failOfInput(offer: StoredOffer, error: unknown): Promise<never> {
    if (!(error instanceof ProtocolError) || error.kind === 'unavailable') throw error;
    if (await this.store.replace(closed(offer, { state: 'failed', failure: 'not_issuable' })))
      await this.deleteContent(offer);
    throw new ProtocolError('offer_not_collectable', undefined, { cause: error });
  }

  /** Revokes the credentials of an offer, if there are any. */
  private async revoke({ ownerId, id }: StoredOffer): Promise<void> {
    await this.issuer.changeStatus(ownerId, id, 'revoked').catch((error: unknown) => {
      if (!(error instanceof ProtocolError) || error.code !== 'credential_unknown') throw error;
    });
  }

  private async authorize(accessToken: string): Promise<{ token: OfferSecret; offer: StoredOffer }> {
    const token = parseOfferSecret(accessToken);
    const offer = token && (await this.load(token.id));
    const isValid =
      offer?.tokenHash === token?.hash &&
      ['opened', 'collecting', 'issued'].includes(offer?.state ?? '') &&
      this.seconds() < offer!.tokenExpiresAt!;
    if (!token || !offer || !isValid) throw new ProtocolError('access_token_invalid');
    return { token, offer };
  }

  /** Tells the owner that a code or token was presented again. A count that a concurrent write prevents is left out. */
  private async countRepeated(offer: StoredOffer): Promise<void> {
    if (!['opened', 'collecting', 'issued'].includes(offer.state)) return;
    if (offer.repeated >= MAX_COUNTED_REPEATS) return;
    await this.store.replace(next(offer, { repeated: offer.repeated + 1 }));
  }

  private async findOwn(ownerId: string, id: string): Promise<StoredOffer> {
    const offer = await this.load(id);
    if (offer?.ownerId !== ownerId) throw new ProtocolError('offer_unknown');
    return offer;
  }

  /** Reads an offer, and deletes content whose time is over: a store may take days to do so. */
  private async load(id: string): Promise<StoredOffer | undefined> {
    const offer = await this.store.find(id);
    const now = this.seconds();
    if (!offer || now >= offer.retainUntil) return undefined;
    if (offer.content === undefined || now < offer.contentUntil!) return offer;
    await this.deleteContent(offer);
    const purged = closed(offer, {});
    return (await this.store.replace(purged)) ? purged : this.store.find(id);
  }

  private async readContent<T>(
    { content }: StoredOffer,
    secret: OfferSecret,
    purpose: Parameters<typeof openContent>[2],
  ): Promise<T | undefined> {
    const sealed = content === undefined ? undefined : await this.store.readContent(content);
    return sealed && openContent<T>(sealed, secret, purpose);
  }

  private async deleteContent({ content }: StoredOffer): Promise<void> {
    if (content !== undefined) await this.store.deleteContent(content);
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
