import type { PresentationRequest, Presentations } from '../types.js';
import type { Forgery } from './forge.js';
import { incomePolicy } from './policies.js';
import { answerTo } from './scene.js';
import { issueOne, makeIssuer, makeWorld, OWNER, trusted } from './world.js';

export const PENSIONS = 'https://pensions.example';
export const PENSION_CLIENT = { id: 'pensions', sourceId: 'demo:pensions' };

/** "Salary and pension are together at least 66,000.00 EUR": exactly what a pair attests. */
export const pairPolicy = (changes: object = {}): Record<string, unknown> =>
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
export async function makePairScene() {
  const world = await makeWorld({ trust: [trusted(), trusted(PENSIONS)] });
  const pensions = await makeIssuer(world.documents, world.clock, { iss: PENSIONS });

  const issuePension = (changes: object = {}, client = PENSION_CLIENT) =>
    issueOne(
      pensions,
      { attributes: { annual_income: '1200000', annual_debt: '0' }, ...changes },
      { client },
    );
  const held = { salary: await issueOne(world.issuer), pension: await issuePension() };

  const ask = (changes: object = {}): Promise<PresentationRequest> =>
    world.verifier.createRequest(OWNER, { policy: pairPolicy(changes) });
  const answer = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    answerTo(world.verifier, request, presentations);
  const forgeries = (changes: { salary?: Partial<Forgery>; pension?: Partial<Forgery> } = {}) => ({
    salary: { held: held.salary, issuerKey: world.issuer.key.privateJwk, ...changes.salary },
    pension: { held: held.pension, issuerKey: pensions.key.privateJwk, ...changes.pension },
  });

  return { ...world, pensions, issuePension, held, ask, answer, forgeries };
}

export type PairScene = Awaited<ReturnType<typeof makePairScene>>;
