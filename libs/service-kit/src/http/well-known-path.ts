const WELL_KNOWN = /^\/\.well-known\/[^/?]+/;

/**
 * The path of a document about a service whose `PUBLIC_URL` has a path. Clients look for the document at
 * `/.well-known/NAME`, followed by that path (RFC 8414, section 3.1), and the service has it at `/.well-known/NAME`. All
 * other URLs stay as they are: what stands in front of the service removes the path.
 */
export function withoutIdentifierPath(url: string, publicUrl: string): string {
  const path = new URL(publicUrl).pathname;
  const [document] = WELL_KNOWN.exec(url) ?? [];
  if (document === undefined || path === '/') return url;
  const [given = '', query] = url.split('?', 2);
  if (given !== document + path) return url;
  return query === undefined ? document : `${document}?${query}`;
}
