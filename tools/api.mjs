// Calls of the services' interface as its clients make them, and what the parties of the demo say in them.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';

const PATIENCE_MS = 30_000;

/** Calls, and returns what came back and how long that took. */
export async function call(method, url, { key, body } = {}) {
  const called = `${method} ${url}`;
  const started = performance.now();
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error) => assert.fail(`${called}: no answer: ${error.cause?.code ?? error.message}`));
  const text = await response.text();
  const ms = performance.now() - started;
  const type = response.headers.get('content-type') ?? '';
  // Anything else is handed on as it came: a status list, or what a proxy has to say.
  const json = /^application\/([a-z]+\+)?json\b/.test(type) ? JSON.parse(text) : undefined;
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  return { called, status: response.status, retryAfter, type, text, json, ms, bytes: text.length };
}

/** The JSON of an answer that has the status that was wanted. */
export function expectStatus({ called, status, json, text }, wanted) {
  if (status !== wanted) assert.fail(`${called}: expected ${wanted}, got ${status}: ${text.slice(0, 500)}`);
  return json;
}

/** A holder's fresh key. */
export function holderKey() {
  const privateJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const { d: _, ...publicJwk } = privateJwk;
  return { privateJwk, publicJwk };
}

/** Twelve whole months that ended with the last month. */
function lastTwelveMonths() {
  const now = new Date();
  const day = (months, date) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
}

/** What `salary` earns, in cents. */
export const INCOME = '5400000';

/** The body of POST /issue for a salary. */
export const salary = (publicJwk) => ({
  holder_keys: [publicJwk],
  attributes: { annual_income: INCOME, annual_debt: '600000' },
  currency: 'EUR',
  period: lastTwelveMonths(),
  identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
  claims: { given_name: 'Erika', family_name: 'Mustermann' },
});

/** A policy that asks for so much income, in cents. */
export const incomePolicy = (threshold = INCOME) => ({
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
      at_least: threshold,
    },
  ],
});
