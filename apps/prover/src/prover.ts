import type { ServiceDefinition } from '@zk-income/service-kit';
import { ProverConfig } from './prover.config.js';
import { ProverModule } from './prover.module.js';

/** The test prover service. */
export const prover: ServiceDefinition<ProverConfig> = {
  name: 'prover',
  config: ProverConfig,
  module: ProverModule,
  api: {
    title: 'zk-income test prover',
    description: `Generates proofs for tests and curl. **Real holders prove on their own device**: this service receives the income and the private key of the holder. It stores and logs neither of them, does not start without \`PROVER_ENABLED=true\`, and must never be deployed.

**Try it:** execute *POST /prove* with its example, which works under \`npm start\`. For a flow of your own, pass the response of the verifier's *POST /requests* as \`request\`, and a credential of the issuer's *POST /issue* with the private holder key as \`credentials.<id>\`. Send the \`presentations\` of the response to the verifier's *POST /verify*. If a predicate is not satisfied, the response is a 422 with the code \`predicate_not_satisfied\`.`,
    tags: {
      'Test prover': "Takes the role of the holder's device.",
      Health: 'Liveness and readiness.',
    },
    bearer: false,
    // A wallet ignores what it does not know in a request, such as members of OpenID4VP.
    openSchemas: ['PresentationRequest', 'PrivateHolderKey'],
  },
};
