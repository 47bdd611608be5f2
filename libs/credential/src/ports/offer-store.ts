/** What a wallet may say of credentials that it got (OpenID4VCI, section 11.1). */
export const WALLET_EVENTS = ['credential_accepted', 'credential_failure', 'credential_deleted'] as const;
export type WalletEvent = (typeof WALLET_EVENTS)[number];

/**
 * What an issuer stores of an offer: hashes of its secrets, its state and its times. What the offer attests is in its
 * content, encrypted under a secret that is not stored.
 */
export interface StoredOffer {
  readonly id: string;
  readonly ownerId: string;
  /** 0 for a new offer, increased by one with each write. */
  readonly version: number;
  /**
   * `collecting`: the holder keys are fixed, and the credentials are being signed. It ends with `issued`, or with the access
   * token if the process died.
   */
  readonly state: 'created' | 'opened' | 'collecting' | 'issued' | 'failed' | 'withdrawn';
  /** Times are seconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly batchSize: number;
  readonly hasTxCode: boolean;
  /** SHA-256 of the pre-authorized code. */
  readonly codeHash: string;
  readonly wrongTxCodes: number;
  /** When the next transaction code is accepted. */
  readonly nextTxCodeAt: number;
  readonly openedAt?: number;
  /** The `client_id` of the wallet, if it named one. Nothing proves it. */
  readonly walletId?: string;
  /** SHA-256 of the access token. */
  readonly tokenHash?: string;
  readonly tokenExpiresAt?: number;
  /** A keyed hash of the holder keys. */
  readonly keysTag?: string;
  readonly issuedAt?: number;
  readonly issued?: number;
  readonly notification?: { readonly event: WalletEvent; readonly at: number };
  /** How often somebody presented the code again, or the token with other keys. */
  readonly repeated: number;
  /** Why the offer failed. */
  readonly failure?: 'too_many_wrong_tx_codes' | 'not_issuable';
  /** The name of its content; absent where the content is gone. */
  readonly content?: string;
  readonly contentUntil?: number;
  /** After this time, the store may delete the offer. */
  readonly retainUntil: number;
}

export interface OfferStore {
  /** Stores an offer in one conditional write; false where the id exists. */
  create(offer: StoredOffer): Promise<boolean>;
  /** A strongly consistent read. Offers past their retention may be deleted. */
  find(id: string): Promise<StoredOffer | undefined>;
  /**
   * Replaces an offer in one conditional write; false unless the stored version is exactly one lower. Of any number of
   * concurrent callers on any number of replicas, one gets true.
   */
  replace(offer: StoredOffer): Promise<boolean>;
  /**
   * Stores encrypted content of up to 2 MB under a random name. The store may delete it after `until`, in seconds since the
   * epoch.
   */
  writeContent(name: string, content: Uint8Array, until: number): Promise<void>;
  /** A strongly consistent read; undefined where the content is deleted. */
  readContent(name: string): Promise<Uint8Array | undefined>;
  deleteContent(name: string): Promise<void>;
}
