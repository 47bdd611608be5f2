/** The hosts of this machine (RFC 6761, section 6.3), where tests and the demo run without TLS. */
const isLoopback = (hostname: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');

/** Whether a text is a URL that messages are sent to: by TLS, or to this machine. */
export function isSecureUrl(text: unknown): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a text identifies an issuer: a URL without query and fragment (OpenID4VCI, section 12.2.1). */
export const isIssuerIdentifier = (text: unknown): text is string => isSecureUrl(text) && !/[?#]/.test(text);

/** Whether two URLs have the same scheme, host and port. */
export const isSameOrigin = (one: string, other: string): boolean =>
  new URL(one).origin === new URL(other).origin;
