import type { ServiceDefinition } from '@zk-income/service-kit';
import { VerifierConfig } from './verifier.config.js';
import { registerVerifierModule } from './verifier.module.js';

/** The verifier as a service. */
export const verifier: ServiceDefinition<VerifierConfig> = {
  name: 'verifier',
  config: VerifierConfig,
  module: registerVerifierModule,
  api: {
    title: 'zk-income verifier',
    description: `Asks holders to prove a policy over their income, checks what they present and signs a receipt. It never sees an income.

**To try it:** \`npm start\` prints API keys and writes them to \`.data/demo.env\`. Press *Authorize*, paste \`VERIFIER_API_KEY\`, then send *POST /requests* as it stands. Its answer goes to the holder, or in a test to the test prover's *POST /prove*; what comes back goes to *POST /verify*. *GET /requests/{id}* then has the receipt.

**What to expect:** a presentation that was understood and found wrong is a 200 with \`verified: false\` and a code; everything else that is wrong is \`application/problem+json\` with a stable \`code\`. A request can be answered once.`,
    tags: {
      Requests: 'Ask for proofs and see their receipts; for API clients.',
      Presentations: 'Where holders answer.',
      'Well-known': 'Where receipts can be checked.',
      Health: 'For whoever runs the service.',
    },
    bearer: true,
  },
};
