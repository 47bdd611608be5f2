import type { ServiceDefinition } from '@zk-income/service-kit';
import { TEMPLATE_PARAMETER } from './dto/template.dto.js';
import { VerifierConfig } from './verifier.config.js';
import { VerifierModule } from './verifier.module.js';
import { VERDICT_SCHEMA } from './verify.docs.js';

/** The verifier service. */
export const verifier: ServiceDefinition<VerifierConfig> = {
  name: 'verifier',
  config: VerifierConfig,
  module: VerifierModule,
  api: {
    title: 'zk-income verifier',
    description: `Asks holders to prove a policy over their income, verifies presentations and signs receipts. It never sees an income.

**Try it:** \`npm start\` writes API keys to \`.data/demo.env\`. Press *Authorize*, paste \`VERIFIER_API_KEY\`, then execute any operation with its example: under \`npm start\`, *POST /verify* has a valid presentation, and *GET /requests/{id}* returns the receipt afterwards. Load the page again for new examples. For a flow of your own, execute *POST /requests* and send the response to the holder, or in a test to *POST /prove* of the test prover; send the presentations to *POST /verify*.

**Conventions:** a well-formed presentation that fails a check gets a 200 with \`verified: false\` and a code. Every other error is \`application/problem+json\` with a stable \`code\`. A request can be answered once.`,
    tags: {
      Requests: 'Create presentation requests and read receipts. For API clients.',
      Listings:
        'One link that makes a request for each applicant, with a list that is closed and deleted together. For API clients, and for the page behind the link.',
      Presentations: 'Answer presentation requests. For holders.',
      Wallets:
        'Answer presentation requests by OpenID4VP. For any OpenID wallet, which finds these URLs in a link.',
      Webhooks: 'Get events of requests by Standard Webhooks. For API clients.',
      'Well-known': 'Public keys that verify receipts.',
      Health: 'Liveness and readiness.',
    },
    bearer: true,
    forWallets: true,
    publicPaths: ['/policy-templates', '/requests/status/', '/elements/'],
    openSchemas: ['RequestObjectForm', 'AuthorizationResponse'],
    schemas: { Verdict: VERDICT_SCHEMA, TemplateParameter: TEMPLATE_PARAMETER },
  },
};
