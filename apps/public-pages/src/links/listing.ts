import type { Words } from '@zk-income/ui';

/** What a listing asks of each applicant: `GET /listings/{link}/invitation`. */
export interface Invitation {
  readonly title: string;
  readonly purpose: string;
  readonly legal_basis?: string;
  readonly statements: readonly Words[];
  readonly alternatives?: readonly { readonly label: string; readonly statements: readonly Words[] }[];
  readonly expires_at: string;
}

/** The request of this applicant: `POST /listings/{link}/requests`. */
export interface Application {
  /** The page of the request. */
  readonly link: string;
  readonly status_id: string;
  readonly expires_at: string;
}

/** `unknown`: no such listing; `closed`: no further applicants; `busy`: not now; `failed`: no connection, or a fault. */
export type Refusal = 'unknown' | 'closed' | 'busy' | 'failed';

const FETCH_MS = 15_000;
const REFUSALS: Readonly<Record<number, Refusal>> = { 404: 'unknown', 410: 'closed', 429: 'busy' };

async function call<T>(
  method: 'GET' | 'POST',
  link: string,
  path: 'invitation' | 'requests',
): Promise<T | Refusal> {
  try {
    const response = await fetch(new URL(`./listings/${link}/${path}`, location.href.split('#', 1)[0]), {
      method,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(FETCH_MS),
    });
    if (response.ok) return (await response.json()) as T;
    return REFUSALS[response.status] ?? 'failed';
  } catch {
    return 'failed';
  }
}

export const fetchInvitation = (link: string): Promise<Invitation | Refusal> =>
  call('GET', link, 'invitation');

export const makeRequest = (link: string): Promise<Application | Refusal> => call('POST', link, 'requests');

/** Where a browser keeps texts. It may refuse to, as in a private window. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (link: string): string => `zk-income listing ${link.split('.', 1)[0]}`;

/** The requests that this browser got: a page that is loaded again must not make another one. */
export class KeptApplications {
  constructor(
    private readonly store: () => Store = () => localStorage,
    private readonly now: () => number = Date.now,
  ) {}

  /** Undefined if no request is kept, or if it has expired. */
  find(link: string): Application | undefined {
    try {
      const kept = JSON.parse(this.store().getItem(keyOf(link)) ?? 'null') as Application | null;
      return kept && this.now() < Date.parse(kept.expires_at) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  keep(link: string, { link: page, status_id, expires_at }: Application): void {
    try {
      this.store().setItem(keyOf(link), JSON.stringify({ link: page, status_id, expires_at }));
    } catch {
      // The request works all the same, until the page is closed.
    }
  }

  forget(link: string): void {
    try {
      this.store().removeItem(keyOf(link));
    } catch {
      // As in `keep`.
    }
  }
}
