import { trustedScriptUrl } from '@zk-income/ui';

/** Keeps the page for offline use. Its script is never taken from the HTTP cache. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker
      .register(trustedScriptUrl('./sw.js'), { updateViaCache: 'none' })
      // Private windows of some browsers have none: the page works without.
      .catch(() => undefined);
  });
}
