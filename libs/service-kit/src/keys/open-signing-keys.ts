import { Logger } from '@nestjs/common';
import { FileKeyVault, type KeyEvent, type KeyVault, RotatingSigningKeys } from '@zk-income/signing-keys';
import { watchKeys } from '../observability/instruments.js';

/** Opens the keys of a service. A file vault creates its first key itself; every other vault needs an operator. */
export async function openSigningKeys(
  vault: KeyVault,
  { KEY_REFRESH_SECONDS: refreshSeconds }: { readonly KEY_REFRESH_SECONDS: number },
): Promise<RotatingSigningKeys> {
  if (vault instanceof FileKeyVault) await vault.initialize();
  const keys = await RotatingSigningKeys.open(vault, { refreshSeconds, onEvent: logKeyEvent });
  watchKeys(keys);
  return keys;
}

function logKeyEvent(event: KeyEvent): void {
  const logger = new Logger('Keys');
  switch (event.type) {
    case 'refresh_failed':
      logger.error(`Could not refresh the signing keys; the cached keys stay in use. ${event.reason}`);
      break;
    case 'signing_key_changed':
      logger.log(`Key ${event.kid} is now the signing key.`);
      break;
    default:
      event satisfies never;
  }
}
