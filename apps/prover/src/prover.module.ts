import type { DynamicModule } from '@nestjs/common';
import { CoreEngine, type ProofRunner } from '@zk-income/credential';
import {
  closeOnShutdown,
  HealthController,
  PROOF_RUNNER,
  ProofPool,
  READINESS_CHECKS,
} from '@zk-income/service-kit';
import { ProveController } from './prove.controller.js';

class ProverModule {}

/** The test prover's parts: it has no keys and no store. */
export const registerProverModule = (): DynamicModule => ({
  module: ProverModule,
  controllers: [ProveController, HealthController],
  providers: [
    { provide: PROOF_RUNNER, useFactory: () => new ProofPool({ threads: 1 }) },
    {
      provide: CoreEngine,
      inject: [PROOF_RUNNER],
      useFactory: (proofs: ProofRunner) => new CoreEngine({ holder: { proofs } }),
    },
    closeOnShutdown(PROOF_RUNNER),
    { provide: READINESS_CHECKS, useValue: [] },
  ],
});
