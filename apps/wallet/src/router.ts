import { signal } from '@zk-income/ui';

/** What the fragment of the URL says. The server never sees it. */
export interface Route {
  readonly page: string;
  /** The part of the path after the page, such as the id of a credential. */
  readonly id?: string;
  /** The link of an offer or a request. */
  readonly uri?: string;
}

const URI = '?uri=';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `#/offer?uri=openid-credential-offer%3A%2F%2F…`; a link that was not encoded is taken as it is. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#?\/?/, '');
  const at = text.indexOf(URI);
  const [path, rest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + URI.length)];
  const [page = '', id] = path.split('?')[0]!.split('/');
  const uri = /^[a-z][a-z0-9+.-]*:\/\//i.test(rest) ? rest : decoded(rest);
  return { page, ...(id ? { id: decoded(id) } : {}), ...(uri ? { uri } : {}) };
}

export const route = signal<Route>({ page: '' });

/** Follows the address bar. Each page begins at its top, with the focus there for screen readers. */
export function startRouter(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  read();
  addEventListener('hashchange', () => {
    read();
    scrollTo(0, 0);
    document.getElementById('main')?.focus();
  });
}

/** Where a link leads that was pasted or scanned; undefined for anything else. */
export function routeOfLink(text: string): string | undefined {
  const link = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(link)?.[1]?.toLowerCase();
  if (scheme === 'openid-credential-offer' || scheme === 'haip-vci')
    return `#/offer?uri=${encodeURIComponent(link)}`;
  if (scheme === 'openid4vp' || scheme === 'haip-vp' || scheme === 'mdoc-openid4vp')
    return `#/request?uri=${encodeURIComponent(link)}`;
  if (scheme !== 'https' && scheme !== 'http') return undefined;
  return URL.canParse(link) ? routeOfWebLink(new URL(link)) : undefined;
}

/** A page of a wallet or of a service, with the link in its fragment, or in its query. */
function routeOfWebLink({ hash, search }: URL): string | undefined {
  const inside = parseRoute(hash).uri;
  if (inside) return /^https?:/i.test(inside) ? undefined : routeOfLink(inside);
  const parameters = [hash.slice(1), search.slice(1)];
  const offer = parameters.find((text) => /(^|&)credential_offer(_uri)?=/.test(text));
  if (offer) return routeOfLink(`openid-credential-offer://?${offer}`);
  const request = parameters.find((text) => /(^|&)client_id=/.test(text));
  return request && routeOfLink(`openid4vp://?${request}`);
}

/** Shows another page, and leaves no entry of this one: its link was a secret, or was used. */
export const replaceRoute = (hash: string): void => location.replace(hash);
