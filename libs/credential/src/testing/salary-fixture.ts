import type { CoreEngine } from '../core-engine.js';
import { ProtocolError } from '../errors.js';
import type { PresentationRequest, Presentations } from '../types.js';
import { issueCredential, makeTestEnvironment, OWNER, type TestEnvironmentOptions } from './environment.js';
import { type ForgeOptions, type Forgery, forge } from './forge.js';
import { incomePolicy } from './policies.js';

/** The verifier's answer to presentations: `verified`, or the code of the failed check. */
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

/** A test environment with one issued salary, and presentations of it that are honest except for the given changes. */
export async function makeSalaryFixture(options: TestEnvironmentOptions = {}) {
  const environment = await makeTestEnvironment(options);
  const held = await issueCredential(environment.issuer);

  const createRequest = (policyChanges: object = {}): Promise<PresentationRequest> =>
    environment.verifier.createRequest(OWNER, { policy: incomePolicy(policyChanges) });

  const salary = (changes: Partial<Forgery> = {}): Record<string, Forgery> => ({
    salary: { held, issuerKey: environment.issuer.key.privateJwk, ...changes },
  });

  const verify = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    verdictCode(environment.verifier, request, presentations);

  /** Creates a request, presents the salary with these changes, and returns the verifier's answer. */
  const verifyForged = async (
    changes: Partial<Forgery> = {},
    policyChanges: object = {},
    forgeOptions: ForgeOptions = {},
  ): Promise<string> => {
    const request = await createRequest(policyChanges);
    return verify(request, await forge(request, salary(changes), forgeOptions));
  };

  return { ...environment, held, createRequest, salary, verify, verifyForged };
}

export type SalaryFixture = Awaited<ReturnType<typeof makeSalaryFixture>>;
