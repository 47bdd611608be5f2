// The clients with API keys: a payroll bureau, which owns offers, and a landlord, who owns requests.
import { incomePolicy, salaryInput } from '../../../dist/libs/credential/src/index.js';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';

/** What a landlord asks of a wallet that proves nothing: names, and no predicate. */
const disclosurePolicy = () => ({
  ...incomePolicy(),
  predicates: [],
  disclose: ['given_name', 'family_name'],
});

export class Owners {
  /** @param env ISSUER_URL, VERIFIER_URL, ISSUER_API_KEY, VERIFIER_API_KEY */
  constructor(env) {
    this.env = env;
  }

  async #issuer(method, path, status, body) {
    const { ISSUER_URL, ISSUER_API_KEY: key } = this.env;
    return expectStatus(await call(method, `${ISSUER_URL}${path}`, { key, body }), status);
  }

  async #verifier(method, path, status, body) {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    return expectStatus(await call(method, `${VERIFIER_URL}${path}`, { key, body }), status);
  }

  /** Offers the example salary to the wallet of its person. */
  offerSalary() {
    const { holder_keys: _, ...salary } = salaryInput([]);
    return this.#issuer('POST', '/offers', 201, { ...salary, batch_size: BATCH_SIZE });
  }

  offer(id) {
    return this.#issuer('GET', `/offers/${id}`, 200);
  }

  withdraw(id) {
    return this.#issuer('DELETE', `/offers/${id}`, 204);
  }

  /** Asks for a proof of the income of the example salary. */
  requestProof(wallet = {}) {
    return this.#verifier('POST', '/requests', 201, { policy: incomePolicy(), wallet });
  }

  /** Asks for names only. */
  requestDisclosure(wallet = {}) {
    const body = { policy: disclosurePolicy(), wallet: { mode: 'disclosure', ...wallet } };
    return this.#verifier('POST', '/requests', 201, body);
  }

  request(id) {
    return this.#verifier('GET', `/requests/${id}`, 200);
  }

  redeem(id, responseCode) {
    return this.#verifier('POST', `/requests/${id}/redeem`, 200, { response_code: responseCode });
  }
}

export const BATCH_SIZE = 8;
