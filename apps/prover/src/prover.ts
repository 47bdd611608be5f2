import type { ServiceDefinition } from '@zk-income/service-kit';
import { ProverConfig } from './prover.config.js';
import { registerProverModule } from './prover.module.js';

/** The test prover as a service. */
export const prover: ServiceDefinition<ProverConfig> = {
  name: 'prover',
  config: ProverConfig,
  module: registerProverModule,
  api: {
    title: 'zk-income test prover',
    description: `Makes proofs for tests and curl. **Real holders prove on their own device**: whoever calls this hands over the income and the private key of the holder. It keeps and logs nothing of them, refuses to start unless \`PROVER_ENABLED=true\`, and is never deployed.

**To try it:** take the answer of the verifier's *POST /requests* as \`request\`, and a credential of the issuer's *POST /issue* with the private holder key as \`credentials.<id>\`. The \`presentations\` of the answer go to the verifier's *POST /verify*. A predicate that does not hold is a 422 \`predicate_not_satisfied\`.`,
    tags: {
      'Test prover': 'In the place of the device of a holder.',
      Health: 'For whoever runs the service.',
    },
    bearer: false,
  },
};
