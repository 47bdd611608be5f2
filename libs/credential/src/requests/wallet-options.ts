/** The first value of each list is the default. */
export const WALLET_MODES = ['proof', 'disclosure'] as const;
export const RESPONSE_MODES = ['direct_post', 'direct_post.jwt'] as const;
export const CLIENT_ID_SCHEMES = ['x509_san_dns', 'x509_hash'] as const;
export const REQUEST_URI_METHODS = ['post', 'get'] as const;

export type WalletMode = (typeof WALLET_MODES)[number];

/** How OpenID wallets answer a request. */
export interface WalletOptions {
  /** `disclosure`: wallets disclose the claims of one credential, and no income is checked. */
  readonly mode?: WalletMode;
  /** `direct_post.jwt`: wallets encrypt their response. */
  readonly response_mode?: (typeof RESPONSE_MODES)[number];
  readonly client_id_scheme?: (typeof CLIENT_ID_SCHEMES)[number];
  readonly request_uri_method?: (typeof REQUEST_URI_METHODS)[number];
  /** Names the formats as drafts of the standard did, too. Some wallets need it, and others refuse such a request. */
  readonly legacy_formats?: boolean;
  /**
   * An https URL, for wallets on the device that asks. The answer is unbound until the owner redeems the response code with
   * which the wallet sends the person there.
   */
  readonly redirect_uri?: string;
}
