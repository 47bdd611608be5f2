// The demo's clients of running services.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';

async function call(method, url, { key, body } = {}) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

function expect({ status, json }, wanted) {
  assert.equal(status, wanted, JSON.stringify(json));
  return json;
}

/** Twelve whole months that ended with the last month. */
function lastTwelveMonths() {
  const now = new Date();
  const day = (months, date) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
}

const POLICY = {
  type: 'urn:zk-income:policy:1',
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'Lease of a flat, 1,500 EUR a month',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }],
      at_least: '5400000',
    },
  ],
};

export class Clients {
  constructor(env) {
    this.env = env;
  }

  /** A credential and the key of its holder. */
  async issue() {
    const holderKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const { d: _, ...publicJwk } = holderKey;
    const body = {
      holder_keys: [publicJwk],
      attributes: { annual_income: '5400000', annual_debt: '600000' },
      currency: 'EUR',
      period: lastTwelveMonths(),
      identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
    };
    const { ISSUER_URL, ISSUER_API_KEY } = this.env;
    const issued = expect(await call('POST', `${ISSUER_URL}/issue`, { key: ISSUER_API_KEY, body }), 201);
    return { credential: issued.credentials[0], holder_key: holderKey };
  }

  /** A fresh request and what answers it: the body of POST /verify. */
  async prepare(salary) {
    const { VERIFIER_URL, VERIFIER_API_KEY, PROVER_URL } = this.env;
    const asked = await call('POST', `${VERIFIER_URL}/requests`, {
      key: VERIFIER_API_KEY,
      body: { policy: POLICY },
    });
    const request = expect(asked, 201);
    const proved = await call('POST', `${PROVER_URL}/prove`, {
      body: { request, credentials: { salary } },
    });
    return { request_id: request.id, ...expect(proved, 200) };
  }

  /** The answer to a presentation; status 0 where the connection broke. */
  verify(body) {
    return call('POST', `${this.env.VERIFIER_URL}/verify`, { body }).catch(() => ({ status: 0 }));
  }

  /** What the owner of a request sees. */
  async view(id) {
    const { VERIFIER_URL, VERIFIER_API_KEY } = this.env;
    return expect(await call('GET', `${VERIFIER_URL}/requests/${id}`, { key: VERIFIER_API_KEY }), 200);
  }

  async verifierKeys() {
    return expect(await call('GET', `${this.env.VERIFIER_URL}/.well-known/jwks.json`), 200);
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
