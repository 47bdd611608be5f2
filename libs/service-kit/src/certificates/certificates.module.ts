import { type DynamicModule, Module, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import type { Clock, SigningKeys } from '@zk-income/credential';
import type { StatefulServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { CLOCK, SIGNING_KEYS } from '../tokens.js';
import type { CertificateChains } from './certificate-chains.js';
import { SigningCertificate } from './signing-certificate.js';

/** Provides `SigningCertificate`, and reports its state at `/health/ready`. It never makes the service not ready. */
@Module({})
export class CertificatesModule implements OnApplicationBootstrap {
  constructor(
    private readonly certificate: SigningCertificate,
    readiness: Readiness,
  ) {
    readiness.describeCertificate(() => certificate.state());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.certificate.state();
  }

  /** @param variable the variable of the configuration that has the chains */
  static forRoot<Variable extends string>(
    config: Type<StatefulServiceConfig & Readonly<Record<Variable, CertificateChains>>>,
    variable: Variable,
  ): DynamicModule {
    return {
      module: CertificatesModule,
      global: true,
      providers: [
        {
          provide: SigningCertificate,
          inject: [config, SIGNING_KEYS, CLOCK],
          useFactory: (
            loaded: StatefulServiceConfig & Record<Variable, CertificateChains>,
            keys: SigningKeys,
            clock: Clock,
          ) => new SigningCertificate(variable, loaded[variable], loaded.publicUrl, keys, clock),
        },
      ],
      exports: [SigningCertificate],
    };
  }
}
