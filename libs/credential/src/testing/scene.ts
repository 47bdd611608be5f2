import type { CoreEngine } from '../core-engine.js';
import { ProtocolError } from '../errors.js';
import type { PresentationRequest, Presentations } from '../types.js';
import { type ForgeOptions, type Forgery, forge } from './forge.js';
import { incomePolicy } from './policies.js';
import { issueOne, makeWorld, OWNER, type WorldOptions } from './world.js';

/** What a verifier answers to presentations: `verified`, or the code of its refusal. */
export async function answerTo(
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

/** A world with one salary in it, and presentations of it that are honest in all but what a spec says. */
export async function makeSalaryScene(options: WorldOptions = {}) {
  const world = await makeWorld(options);
  const held = await issueOne(world.issuer);

  const ask = (policyChanges: object = {}): Promise<PresentationRequest> =>
    world.verifier.createRequest(OWNER, { policy: incomePolicy(policyChanges) });

  const salary = (changes: Partial<Forgery> = {}): Record<string, Forgery> => ({
    salary: { held, issuerKey: world.issuer.key.privateJwk, ...changes },
  });

  const answer = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    answerTo(world.verifier, request, presentations);

  /** Asks, presents with these changes, and says what the verifier answered. */
  const attempt = async (
    changes: Partial<Forgery> = {},
    policyChanges: object = {},
    forgeOptions: ForgeOptions = {},
  ): Promise<string> => {
    const request = await ask(policyChanges);
    return answer(request, await forge(request, salary(changes), forgeOptions));
  };

  return { ...world, held, ask, salary, answer, attempt };
}

export type SalaryScene = Awaited<ReturnType<typeof makeSalaryScene>>;
