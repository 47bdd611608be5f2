/**
 * Gets a public document of an issuer. Implementations follow no redirect, read at most `maxBytes`, give up
 * after a few seconds and throw on anything but 200. Only called with URLs of issuers in the trust list.
 */
export interface DocumentFetcher {
  get(url: string, options: { accept: string; maxBytes: number }): Promise<string>;
}
