import {
  browserCertificates,
  indexedDbStorage,
  Wallet,
  type WalletOptions,
  workerProofs,
} from '@zk-income/holder';
import { trustedScriptUrl } from '@zk-income/ui';
import { fetchBy, loadConfig } from './config.js';
import workerUrl from './proof-worker.ts?worker&url';

async function walletOptions(): Promise<WalletOptions> {
  const { origins, trust, anchors } = await loadConfig();
  return {
    storage: await indexedDbStorage(),
    trust,
    certificates: browserCertificates({ anchors }),
    fetch: fetchBy(origins, (...args) => globalThis.fetch(...args)),
    proofs: workerProofs(() => new Worker(trustedScriptUrl(workerUrl), { type: 'module' })),
  };
}

export const openWallet = async (): Promise<Wallet> => Wallet.open(await walletOptions());

export const restoreWallet = async (file: Uint8Array, code: string): Promise<Wallet> =>
  Wallet.restore(file, code, await walletOptions());
