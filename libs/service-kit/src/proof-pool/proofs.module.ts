import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ProofRunner } from '@zk-income/credential';
import { ProofBackends } from '../proof-backend/proof-backends.js';
import { PROOF_RUNNER } from '../tokens.js';
import { InlineRunner } from './inline-runner.js';
import { ProofPool } from './proof-pool.js';

interface ProofsOptions {
  /** Number of worker threads; 0 runs proofs on the main thread. */
  readonly threads: number;
}

type ProofsModuleOptions = Pick<FactoryProvider<ProofsOptions>, 'inject' | 'useFactory'>;

const OPTIONS = Symbol('ProofsOptions');

function createRunner({ threads }: ProofsOptions, backends: ProofBackends): ProofRunner {
  if (threads === 0) return new InlineRunner();
  const pool = new ProofPool({ threads });
  backends.watch(pool);
  return pool;
}

/** Provides `PROOF_RUNNER`: a pool of worker threads, or an inline runner. Closes it at shutdown. */
@Module({})
export class ProofsModule implements OnApplicationShutdown {
  constructor(@Inject(PROOF_RUNNER) private readonly runner: ProofRunner & { close?(): Promise<void> }) {}

  static forRootAsync({ inject = [], useFactory }: ProofsModuleOptions): DynamicModule {
    return {
      module: ProofsModule,
      global: true,
      providers: [
        { provide: OPTIONS, inject, useFactory },
        { provide: PROOF_RUNNER, inject: [OPTIONS, ProofBackends], useFactory: createRunner },
      ],
      exports: [PROOF_RUNNER],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.close?.();
  }
}
