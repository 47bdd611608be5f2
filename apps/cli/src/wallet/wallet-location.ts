/** Where the wallet is, and whom it trusts: the options that all subcommands of `wallet` have. */
export interface WalletLocation {
  /** The file of the wallet. */
  readonly wallet?: string;
  /** A file with certificates of authorities, in PEM. */
  readonly ca?: string;
  /** A JSON file: `{ "issuers": [{ "iss", "name" }], "verifiers": [{ "host", "name" }] }`. */
  readonly trust?: string;
}
