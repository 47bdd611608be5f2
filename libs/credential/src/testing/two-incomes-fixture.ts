import { policyTerm } from '../examples.js';
import type { PresentationRequest, Presentations } from '../types.js';
import {
  issueCredential,
  makeIssuer,
  makeTestEnvironment,
  OWNER,
  type TestEnvironmentOptions,
  trusted,
} from './environment.js';
import type { Forgery } from './forge.js';
import { incomePolicy } from './policies.js';
import { verdictCode } from './salary-fixture.js';

export const PENSIONS = 'https://pensions.example';
export const PENSION_CLIENT = { id: 'pensions', sourceId: 'demo:pensions' };

/** "Salary and pension together are at least 66,000.00 EUR", which the credentials of the fixture meet exactly. */
export const twoIncomesPolicy = (changes: object = {}): Record<string, unknown> =>
  incomePolicy({
    credentials: ['salary', 'pension'],
    predicates: [
      {
        label: 'Together',
        terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income')],
        per: 'year',
        at_least: '6600000',
      },
    ],
    ...changes,
  });

/** A person with a salary and a pension from two issuers, and a verifier that trusts both. */
export async function makeTwoIncomesFixture({
  trust = [trusted(), trusted(PENSIONS)],
}: Pick<TestEnvironmentOptions, 'trust'> = {}) {
  const environment = await makeTestEnvironment({ trust });
  const pensions = await makeIssuer(environment.documents, environment.clock, { iss: PENSIONS });

  const issuePension = (changes: object = {}, client = PENSION_CLIENT) =>
    issueCredential(
      pensions,
      { attributes: { gross_income: '1200000', debt_payments: '0' }, ...changes },
      { client },
    );
  const held = { salary: await issueCredential(environment.issuer), pension: await issuePension() };

  const createRequest = (changes: object = {}): Promise<PresentationRequest> =>
    environment.verifier.createRequest(OWNER, { policy: twoIncomesPolicy(changes) });
  const verify = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    verdictCode(environment.verifier, request, presentations);
  const forgeries = (changes: { salary?: Partial<Forgery>; pension?: Partial<Forgery> } = {}) => ({
    salary: { held: held.salary, issuerKey: environment.issuer.key.privateJwk, ...changes.salary },
    pension: { held: held.pension, issuerKey: pensions.key.privateJwk, ...changes.pension },
  });

  return { ...environment, pensions, issuePension, held, createRequest, verify, forgeries };
}

export type TwoIncomesFixture = Awaited<ReturnType<typeof makeTwoIncomesFixture>>;
