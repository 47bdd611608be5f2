import { Module } from '@nestjs/common';
import { CoreEngine, type ProofRunner } from '@zk-income/credential';
import { PROOF_RUNNER, ProofsModule } from '@zk-income/service-kit';
import { ProveController } from './prove.controller.js';

/** The module of the test prover, without signing keys and without a store. */
@Module({
  imports: [ProofsModule.forRootAsync({ useFactory: () => ({ threads: 1 }) })],
  controllers: [ProveController],
  providers: [
    {
      provide: CoreEngine,
      inject: [PROOF_RUNNER],
      // Its callers are tests that prove for many people and present one instance often.
      useFactory: (proofs: ProofRunner) => new CoreEngine({ holder: { proofs, ledger: 'off' } }),
    },
  ],
})
export class ProverModule {}
