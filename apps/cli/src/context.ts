import type { Clock } from '@zk-income/credential';
import type { WalletOptions } from '@zk-income/holder';
import type { KeyVault } from '@zk-income/signing-keys';
import type { ClientStores } from './clients/client-actions.js';
import type { VaultOptions } from './keys/open-vault.js';
import type { WalletLocation } from './wallet/wallet-location.js';
import type { WebhookService, WebhookStores } from './webhooks/webhook-stores.js';

/** What the subcommands use of the outside world. Tests supply their own. */
export interface Context {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether a person sees stderr as it is written. */
  readonly isTerminal: boolean;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly clock: Clock;
  /** Asks the person at the terminal; undefined without a terminal, or if the person closes the input. */
  ask?(question: string): Promise<string | undefined>;
  openVault(options: VaultOptions): Promise<KeyVault>;
  openClientStores(): Promise<ClientStores>;
  openWebhookStores(service: WebhookService): Promise<WebhookStores>;
  /** The storage, trust and network of a wallet. */
  walletOptions(location: WalletLocation): Promise<WalletOptions>;
}

// npm changes to the root of the repository; this is where the operator called it.
const folder = process.env.INIT_CWD ?? process.cwd();

/** The process, with the vault and the store that the environment variables name. */
export const processContext: Context = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  folder,
  clock: { now: () => Date.now() },
  ask: async (question) => (await import('./ask.js')).ask(question),
  // Loaded when needed: Nest and the AWS SDK take longer to load than most commands to run.
  openVault: async (options) => (await import('./keys/open-vault.js')).openVault(options),
  openClientStores: async () => (await import('./clients/open-client-stores.js')).openClientStores(),
  openWebhookStores: async (service) =>
    (await import('./webhooks/open-webhook-stores.js')).openWebhookStores(service),
  walletOptions: async (location) =>
    (await import('./wallet/wallet-options.js')).walletOptions(location, folder),
};
