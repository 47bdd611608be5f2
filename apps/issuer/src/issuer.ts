import { EXAMPLE_INCOME, formatAmount, lastTwelveMonths } from '@zk-income/credential';
import type { ServiceDefinition } from '@zk-income/service-kit';
import { issueExamples } from './credentials.docs.js';
import { IssuerConfig } from './issuer.config.js';
import { IssuerModule } from './issuer.module.js';
import { offerExamples } from './offers.docs.js';

/** The issuer service. */
export const issuer: ServiceDefinition<IssuerConfig> = {
  name: 'issuer',
  config: IssuerConfig,
  module: IssuerModule,
  api: {
    title: 'zk-income issuer',
    description: `Issues SD-JWT VCs with Pedersen commitments to a holder's income and other configured attributes.

**Try it:** \`npm start\` writes API keys to \`.data/demo.env\`. Press *Authorize*, paste \`ISSUER_API_KEY\`, then execute any operation with its example. The examples of *POST /issue* have the last twelve months as their period; under \`npm start\`, the ids of the other examples exist. Give the \`credentials\` of the response to the holder. *POST /credentials/{id}/status* with the \`id\` of the response revokes them. *POST /offers* instead makes a link for a wallet.

**Conventions:** amounts are decimal integers, as strings, in the smallest unit of the currency ("${EXAMPLE_INCOME}" is ${formatAmount(EXAMPLE_INCOME, 'EUR')}). Every error is \`application/problem+json\` with a stable \`code\`; \`instance\` identifies the request in the logs. The issuer stores no incomes, openings or names.`,
    tags: {
      Credentials: 'Issue credentials and change their status. For API clients.',
      Offers: 'Offer credentials that wallets collect. For API clients.',
      Wallets: 'Collect credentials (OpenID4VCI). For wallets; errors are those of OAuth 2.0.',
      'Status lists': 'Status lists for verifiers.',
      Webhooks: 'Get events of offers and credentials by Standard Webhooks. For API clients.',
      'Well-known': 'Public keys and metadata of the issuer and of its credentials.',
      Health: 'Liveness and readiness.',
    },
    bearer: true,
    forWallets: true,
    accessTokens: true,
    publicPaths: ['/status-lists/', '/type-metadata'],
    openSchemas: ['HolderKey', 'TokenRequest', 'CredentialRequest', 'KeyProofs', 'NotificationRequest'],
    examplesAt: (now) => {
      const { salary, minimal } = issueExamples(lastTwelveMonths(now));
      const offers = Object.entries(offerExamples(lastTwelveMonths(now))).map(([name, { value }]) => [
        name,
        value,
      ]);
      return {
        issueCredential: { body: { salary: salary.value, minimal: minimal.value } },
        createOffer: { body: Object.fromEntries(offers) },
      };
    },
  },
};
