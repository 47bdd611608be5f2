// The demo's clients of running services.
import { call, expectStatus, holderKey, incomePolicy, salary } from '../api.mjs';

export class Clients {
  constructor(env) {
    this.env = env;
  }

  /** A credential and the key of its holder. */
  async issue() {
    const { privateJwk, publicJwk } = holderKey();
    const { ISSUER_URL, ISSUER_API_KEY } = this.env;
    const issued = expectStatus(
      await call('POST', `${ISSUER_URL}/issue`, {
        key: ISSUER_API_KEY,
        body: salary(publicJwk),
      }),
      201,
    );
    return { credential: issued.credentials[0], holder_key: privateJwk };
  }

  /** A fresh request and what answers it: the body of POST /verify. */
  async prepare(salary) {
    const { VERIFIER_URL, VERIFIER_API_KEY, PROVER_URL } = this.env;
    const asked = await call('POST', `${VERIFIER_URL}/requests`, {
      key: VERIFIER_API_KEY,
      body: { policy: incomePolicy() },
    });
    const request = expectStatus(asked, 201);
    const proved = await call('POST', `${PROVER_URL}/prove`, {
      body: { request, credentials: { salary } },
    });
    return { request_id: request.id, ...expectStatus(proved, 200) };
  }

  /** The answer to a presentation; status 0 where the connection broke. */
  verify(body) {
    return call('POST', `${this.env.VERIFIER_URL}/verify`, { body }).catch(() => ({ status: 0 }));
  }

  /** What the owner of a request sees. */
  async view(id) {
    const { VERIFIER_URL, VERIFIER_API_KEY } = this.env;
    return expectStatus(await call('GET', `${VERIFIER_URL}/requests/${id}`, { key: VERIFIER_API_KEY }), 200);
  }

  async verifierKeys() {
    return expectStatus(await call('GET', `${this.env.VERIFIER_URL}/.well-known/jwks.json`), 200);
  }
}

/** Does something with every item, so many at a time. */
export async function each(items, atOnce, work) {
  const queue = [...items.entries()];
  const results = new Array(items.length);
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      results[next[0]] = await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
