import type { CoreEngine } from '../core-engine.js';
import { ProtocolError } from '../errors.js';
import type { PresentationRequest, Presentations } from '../types.js';
import { issueCredential, makeTestEnvironment, OWNER, type TestEnvironmentOptions } from './environment.js';
import { type ForgeOptions, type Forgery, forge } from './forge.js';
import { incomePolicy } from './policies.js';

/** What a verifier answers to presentations: `verified`, or the code of its refusal. */
export async function verdictCode(
  verifier: CoreEngine,
  request: PresentationRequest,
  presentations: Presentations,
): Promise<string> {
  try {
    return (await verifier.verifyProof({ request_id: request.id, presentations })).code;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

/** A environment with one salary in it, and presentations of it that are honest in all but what a spec says. */
export async function makeSalaryFixture(options: TestEnvironmentOptions = {}) {
  const environment = await makeTestEnvironment(options);
  const held = await issueCredential(environment.issuer);

  const ask = (policyChanges: object = {}): Promise<PresentationRequest> =>
    environment.verifier.createRequest(OWNER, { policy: incomePolicy(policyChanges) });

  const salary = (changes: Partial<Forgery> = {}): Record<string, Forgery> => ({
    salary: { held, issuerKey: environment.issuer.key.privateJwk, ...changes },
  });

  const answer = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    verdictCode(environment.verifier, request, presentations);

  /** Asks, presents with these changes, and says what the verifier answered. */
  const attempt = async (
    changes: Partial<Forgery> = {},
    policyChanges: object = {},
    forgeOptions: ForgeOptions = {},
  ): Promise<string> => {
    const request = await ask(policyChanges);
    return answer(request, await forge(request, salary(changes), forgeOptions));
  };

  return { ...environment, held, ask, salary, answer, attempt };
}

export type SalaryFixture = Awaited<ReturnType<typeof makeSalaryFixture>>;
