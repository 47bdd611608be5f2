import type { ServiceDefinition } from '@zk-income/service-kit';
import { IssuerConfig } from './issuer.config.js';
import { registerIssuerModule } from './issuer.module.js';

/** The issuer as a service. */
export const issuer: ServiceDefinition<IssuerConfig> = {
  name: 'issuer',
  config: IssuerConfig,
  module: registerIssuerModule,
  api: {
    title: 'zk-income issuer',
    description: `Attests an income (and what else is configured) to a holder as an SD-JWT VC with commitments.

**To try it:** \`npm start\` prints API keys and writes them to \`.data/demo.env\`. Press *Authorize*, paste \`ISSUER_API_KEY\`, then send *POST /issue* as it stands (the period has to be twelve whole months that have ended). The \`credentials\` of the answer go to the holder; *POST /credentials/{id}/status* with the \`id\` of the answer revokes them.

**What to expect:** amounts are integers inside strings, in the smallest unit ("5400000" is 54,000.00 EUR). Every error is \`application/problem+json\` with a stable \`code\`; \`instance\` is the id under which it is logged. The issuer keeps no income, no opening and no name.`,
    tags: {
      Credentials: 'Issue credentials and change their status; for API clients.',
      'Status lists': 'What verifiers read to learn of revocations.',
      'Well-known': 'Where verifiers find the keys.',
      Health: 'For whoever runs the service.',
    },
    bearer: true,
  },
};
