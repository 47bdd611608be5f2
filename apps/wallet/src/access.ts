import type { Wallet } from '@zk-income/holder';
import { signal } from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';

let opened: Promise<Wallet> | undefined;

/** The wallet. Its code is loaded after the page is shown. */
export function openedWallet(): Promise<Wallet> {
  opened ??= import('./engine.js').then(({ openWallet }) => openWallet());
  opened.catch(() => {
    // The next attempt may succeed.
    opened = undefined;
  });
  return opened;
}

/** Opens the wallet of a file, in place of the empty one. */
export async function restoreFrom(file: Uint8Array, code: string): Promise<void> {
  const { restoreWallet } = await import('./engine.js');
  opened = Promise.resolve(await restoreWallet(file, code));
  storedChanged();
}

/** Incremented whenever what is stored has changed, in this tab or in another. */
export const revision = signal(0);
const channel =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('zk-income-wallet');
channel?.addEventListener('message', () => {
  revision.value++;
});

export function storedChanged(): void {
  revision.value++;
  channel?.postMessage('changed');
}

export type Loaded<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'done'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: unknown };

/** What a page needs before it can be shown; loaded again when an input changes. */
export function useLoaded<Value>(load: () => Promise<Value>, inputs: readonly unknown[]): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const set = (next: Loaded<Value>) => {
      if (isCurrent) setLoaded(next);
    };
    load().then(
      (value) => set({ state: 'done', value }),
      (error: unknown) => set({ state: 'failed', error }),
    );
    return () => {
      isCurrent = false;
    };
  }, inputs);
  return loaded;
}
