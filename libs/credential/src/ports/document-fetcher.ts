/**
 * Fetches a public document of an issuer. Implementations follow no redirect, read at most `maxBytes`, time out after
 * a few seconds, and throw for any status but 200. Called only with URLs of issuers in the trust list.
 */
export interface DocumentFetcher {
  get(url: string, options: { accept: string; maxBytes: number }): Promise<string>;
}
