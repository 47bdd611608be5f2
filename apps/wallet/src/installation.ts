import { signal } from '@zk-income/ui';

/** Not in TypeScript's library: Chromium only. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** The browser's offer to install the page; undefined where it makes none. */
export const installPrompt = signal<InstallPrompt | undefined>(undefined);

export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

/** iOS offers no prompt. */
export const isIos = (): boolean => /iPhone|iPad/.test(navigator.userAgent);

export function watchInstallation(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt.value = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => {
    installPrompt.value = undefined;
  });
}

/** Asks the browser not to clean up what the wallet stores. @returns whether it promised that */
export async function keepStorage(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

export const isStorageKept = (): Promise<boolean> => navigator.storage.persisted().catch(() => false);
