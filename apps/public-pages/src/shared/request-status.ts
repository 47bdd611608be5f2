/** What anyone with the id of the state learns of a request. */
export type RequestState = 'open' | 'done' | 'gone';

const STATES: readonly unknown[] = ['open', 'done', 'gone'];
const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const GROWTH = 1.3;
const FETCH_MS = 15_000;

interface Watch {
  /** `…/requests/status/ID` */
  readonly url: string;
  readonly onState: (state: RequestState) => void;
  /** The state could not be fetched; the watch goes on. */
  readonly onFailure?: () => void;
  readonly signal: AbortSignal;
}

/** Resolves when the page is visible again, or the watch ends. */
async function visible(signal: AbortSignal): Promise<void> {
  while (document.hidden && !signal.aborted) {
    await new Promise<void>((resolve) => {
      const done = () => resolve();
      document.addEventListener('visibilitychange', done, { once: true });
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

/** Waits, but not longer than until the person comes back to the page: they may come back from the wallet. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** 404: the request was deleted. */
async function fetchState(url: string, signal: AbortSignal): Promise<RequestState> {
  const response = await fetch(url, {
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]),
  });
  if (response.status === 404) return 'gone';
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { state } = (await response.json()) as { state: RequestState };
  if (!STATES.includes(state)) throw new Error('unknown state');
  return state;
}

/** Asks for the state of a request until it is final: less often with time, and only while the page is visible. */
export async function watchRequest({ url, onState, onFailure, signal }: Watch): Promise<void> {
  let wait = FIRST_MS;
  while (!signal.aborted) {
    await visible(signal);
    if (signal.aborted) return;
    try {
      const state = await fetchState(url, signal);
      if (signal.aborted) return;
      onState(state);
      if (state !== 'open') return;
    } catch {
      if (signal.aborted) return;
      onFailure?.();
    }
    await pause(wait, signal);
    wait = Math.min(wait * GROWTH, LONGEST_MS);
  }
}
