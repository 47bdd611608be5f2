import type { PresentationRequest, Presentations } from '../types.js';
import { issueCredential, makeIssuer, makeTestEnvironment, OWNER, trusted } from './environment.js';
import type { Forgery } from './forge.js';
import { incomePolicy } from './policies.js';
import { verdictCode } from './salary-fixture.js';

export const PENSIONS = 'https://pensions.example';
export const PENSION_CLIENT = { id: 'pensions', sourceId: 'demo:pensions' };

/** "Salary and pension are together at least 66,000.00 EUR": exactly what a pair attests. */
export const twoIncomesPolicy = (changes: object = {}): Record<string, unknown> =>
  incomePolicy({
    credentials: ['salary', 'pension'],
    predicates: [
      {
        label: 'Together',
        terms: [
          { credential: 'salary', attribute: 'annual_income', coefficient: 1 },
          { credential: 'pension', attribute: 'annual_income', coefficient: 1 },
        ],
        at_least: '6600000',
      },
    ],
    ...changes,
  });

/** A person with a salary and a pension from two issuers, and a verifier that trusts both. */
export async function makeTwoIncomesFixture() {
  const environment = await makeTestEnvironment({ trust: [trusted(), trusted(PENSIONS)] });
  const pensions = await makeIssuer(environment.documents, environment.clock, { iss: PENSIONS });

  const issuePension = (changes: object = {}, client = PENSION_CLIENT) =>
    issueCredential(
      pensions,
      { attributes: { annual_income: '1200000', annual_debt: '0' }, ...changes },
      { client },
    );
  const held = { salary: await issueCredential(environment.issuer), pension: await issuePension() };

  const ask = (changes: object = {}): Promise<PresentationRequest> =>
    environment.verifier.createRequest(OWNER, { policy: twoIncomesPolicy(changes) });
  const answer = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    verdictCode(environment.verifier, request, presentations);
  const forgeries = (changes: { salary?: Partial<Forgery>; pension?: Partial<Forgery> } = {}) => ({
    salary: { held: held.salary, issuerKey: environment.issuer.key.privateJwk, ...changes.salary },
    pension: { held: held.pension, issuerKey: pensions.key.privateJwk, ...changes.pension },
  });

  return { ...environment, pensions, issuePension, held, ask, answer, forgeries };
}

export type TwoIncomesFixture = Awaited<ReturnType<typeof makeTwoIncomesFixture>>;
