// Issuer, verifier and holder of a run against deployed services. The holder proves here, as real ones do.
import { setTimeout as wait } from 'node:timers/promises';
import { call, expectStatus, holderKey, incomePolicy, salary } from '../api.mjs';

const { CoreEngine } = await import('../../dist/libs/credential/src/index.js');

export class Parties {
  #engine = new CoreEngine();
  #times = new Map();

  /** @param keys the API keys of a client that may issue and revoke, and of one that may ask */
  constructor(issuerUrl, verifierUrl, keys) {
    this.issuerUrl = issuerUrl;
    this.verifierUrl = verifierUrl;
    this.keys = keys;
  }

  /** How long each step took, in milliseconds, by its name. */
  get times() {
    return this.#times;
  }

  #took(step, ms) {
    this.#times.set(step, [...(this.#times.get(step) ?? []), ms]);
  }

  async #call(step, wanted, ...args) {
    let answer = await call(...args);
    // The client's plan may be smaller than what this run asks for: that is no fault, and no latency.
    for (let tries = 0; answer.status === 429 && tries < 5; tries++) {
      await wait(Number(answer.retryAfter ?? 1) * 1000);
      answer = await call(...args);
    }
    const json = expectStatus(answer, wanted);
    this.#took(step, answer.ms);
    return json;
  }

  /** A fresh credential with its holder's key, and the id of its batch. */
  async issue() {
    const { privateJwk, publicJwk } = holderKey();
    const issued = await this.#call('issue', 201, 'POST', `${this.issuerUrl}/issue`, {
      key: this.keys.issuer,
      body: salary(publicJwk),
    });
    return { batch: issued.id, held: { credential: issued.credentials[0], holder_key: privateJwk } };
  }

  /** A fresh request for an income of so much, in cents. */
  ask(threshold) {
    return this.#call('request', 201, 'POST', `${this.verifierUrl}/requests`, {
      key: this.keys.verifier,
      body: { policy: incomePolicy(threshold) },
    });
  }

  async prove(request, held) {
    const started = performance.now();
    const presentations = await this.#engine.generateProof(request, { salary: held });
    this.#took('prove, on this side', performance.now() - started);
    return presentations;
  }

  /** The answer to a presentation, whatever it is. */
  async verify(request, presentations) {
    const answer = await call('POST', `${this.verifierUrl}/verify`, {
      body: { request_id: request.id, presentations },
    });
    if (answer.json?.verified) this.#took('verify', answer.ms);
    return answer;
  }

  /** What the owner of a request sees. */
  view(request) {
    return this.#call('receipt', 200, 'GET', `${this.verifierUrl}/requests/${request.id}`, {
      key: this.keys.verifier,
    });
  }

  revoke(batch) {
    return this.#call('revoke', 204, 'POST', `${this.issuerUrl}/credentials/${batch}/status`, {
      key: this.keys.issuer,
      body: { status: 'revoked' },
    });
  }
}
