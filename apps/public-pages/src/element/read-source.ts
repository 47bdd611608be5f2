import { parseAuthorizationRequest, walletLink } from '@zk-income/openid';

/** What the element reads from `src`: the `link` of a request. */
export interface Source {
  /** The host that people see. */
  readonly host: string;
  /** Opens a wallet. */
  readonly opens: string;
  /** The page of the link, for people who need more than a code. */
  readonly page: string;
  readonly statusUrl: string;
}

const STATUS_ID = /^[\w-]{43}$/;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/;

const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));

/** Undefined for a text that is not the complete link of a request. */
export function readSource(src: string): Source | undefined {
  try {
    const page = new URL(src);
    const request = parseAuthorizationRequest(src);
    const statusId = new URLSearchParams(page.hash.slice(1)).get('status_id') ?? '';
    if (!isSafe(page) || request.kind !== 'reference' || !STATUS_ID.test(statusId)) return undefined;
    // The page and the request are of one verifier. Under `npm start` they have different ports.
    if (new URL(request.requestUri).hostname !== page.hostname) return undefined;
    const statusUrl = new URL(`./requests/status/${statusId}`, src.slice(0, src.indexOf('#'))).href;
    return { host: page.host, opens: walletLink(request), page: page.href, statusUrl };
  } catch {
    return undefined;
  }
}
