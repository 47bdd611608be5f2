import { type DynamicModule, Inject, Logger, Module } from '@nestjs/common';
import type { SigningKeys } from '@zk-income/credential';
import { FileKeyVault, type KeyEvent, type KeyVault, RotatingSigningKeys } from '@zk-income/signing-keys';
import { StatefulServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { watchKeys } from '../observability/instruments.js';
import { SIGNING_KEYS } from '../tokens.js';
import { JwksController } from './jwks.controller.js';

interface SigningKeysModuleOptions {
  readonly service: string;
  readonly openVault: (service: string, config: StatefulServiceConfig) => KeyVault;
}

/** Provides the signing keys of a service as `SIGNING_KEYS` and publishes them at `/.well-known/jwks.json`. */
@Module({ controllers: [JwksController] })
export class SigningKeysModule {
  constructor(@Inject(SIGNING_KEYS) keys: SigningKeys, readiness: Readiness) {
    readiness.register('keys', () => keys.current());
  }

  static forRoot({ service, openVault }: SigningKeysModuleOptions): DynamicModule {
    return {
      module: SigningKeysModule,
      global: true,
      providers: [
        {
          provide: SIGNING_KEYS,
          inject: [StatefulServiceConfig],
          useFactory: (config: StatefulServiceConfig) => openSigningKeys(openVault(service, config), config),
        },
      ],
      exports: [SIGNING_KEYS],
    };
  }
}

/** Opens the keys of a vault. A file vault creates its first key; in any other vault, an operator creates it. */
async function openSigningKeys(
  vault: KeyVault,
  { KEY_REFRESH_SECONDS: refreshSeconds }: StatefulServiceConfig,
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
