// Clients of running services: payroll bureau, holder and landlord, as in the demo.
import { CoreEngine, incomePolicy, salaryInput } from '../../../dist/libs/credential/src/index.js';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';

const holder = new CoreEngine({ holder: { ledger: 'off' } });

export class Clients {
  /** @param env ISSUER_URL, VERIFIER_URL, ISSUER_API_KEY, VERIFIER_API_KEY */
  constructor(env) {
    this.env = env;
  }

  /** A new batch of one credential: its id, the credential, and the key of its holder. */
  async issueBatch() {
    const { privateJwk, publicJwk } = generateHolderKey();
    const { ISSUER_URL, ISSUER_API_KEY: key } = this.env;
    const issued = await call('POST', `${ISSUER_URL}/issue`, { key, body: salaryInput([publicJwk]) });
    const { id, credentials } = expectStatus(issued, 201);
    return { id, credential: credentials[0], holder_key: privateJwk };
  }

  /** A new credential with the key of its holder. */
  async issue() {
    const { id: _, ...held } = await this.issueBatch();
    return held;
  }

  /** A new request, with its links. */
  async request(options = {}) {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    const body = { policy: incomePolicy(), ...options };
    return expectStatus(await call('POST', `${VERIFIER_URL}/requests`, { key, body }), 201);
  }

  /** A presentation that satisfies a request: the body of POST /verify. */
  async present(request, salary) {
    return { request_id: request.id, presentations: await holder.generateProof(request, { salary }) };
  }

  /** A new request with a presentation that satisfies it: the body of POST /verify. */
  async prepare(salary) {
    return this.present(await this.request(), salary);
  }

  /** The response to a presentation; status 0 if the connection broke. */
  verify(body) {
    return call('POST', `${this.env.VERIFIER_URL}/verify`, { body }).catch(() => ({ status: 0 }));
  }

  /** The owner's view of a request. */
  async view(id) {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    return expectStatus(await call('GET', `${VERIFIER_URL}/requests/${id}`, { key }), 200);
  }

  async verifierKeys() {
    return expectStatus(await call('GET', `${this.env.VERIFIER_URL}/.well-known/jwks.json`), 200);
  }
}

/** Applies `work` to every item, at most `concurrency` at a time. */
export async function each(items, concurrency, work) {
  const queue = [...items.entries()];
  const results = new Array(items.length);
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      results[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}
