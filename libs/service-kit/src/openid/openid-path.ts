/**
 * Whether a path is that of a wallet's protocol (OpenID4VCI, OpenID4VP). These have error bodies of OAuth instead of
 * problem details, may be called by web pages of any origin, and are never cached.
 */
export const isOpenidPath = (url: string): boolean => url.startsWith('/openid/');
