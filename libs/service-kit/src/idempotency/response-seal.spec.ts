import { describe, expect, test } from '@jest/globals';
import { newBearerKey } from '@zk-income/api-clients';
import { ResponseSeal, type SealScope } from './response-seal.js';

const key = newBearerKey();
const scope: SealScope = { clientId: 'acme', endpoint: 'POST /issue', idempotencyKey: 'one' };
const body = { attributes: { annual_income: '5400000' }, currency: 'EUR' };
const answer = { id: 'batch', credentials: ['sd-jwt'] };

const seal = new ResponseSeal(key, scope);
const fingerprint = seal.fingerprint(body);

test('opens what it sealed, also in another process', () => {
  const sealed = seal.seal(answer, fingerprint);
  expect(new ResponseSeal(key, { ...scope }).open(sealed, fingerprint)).toEqual(answer);
});

test('what is kept shows nothing of the answer, and never looks the same twice', () => {
  const first = Buffer.from(seal.seal(answer, fingerprint));
  const second = Buffer.from(seal.seal(answer, fingerprint));
  expect(first.equals(second)).toBe(false);
  expect(first.toString('latin1')).not.toContain('batch');
});

describe('does not open', () => {
  const sealed = seal.seal(answer, fingerprint);

  test.each([
    ['for another bearer key', new ResponseSeal(newBearerKey(), scope)],
    ['for another client', new ResponseSeal(key, { ...scope, clientId: 'bolt' })],
    ['at another endpoint', new ResponseSeal(key, { ...scope, endpoint: 'POST /requests' })],
    ['under another Idempotency-Key', new ResponseSeal(key, { ...scope, idempotencyKey: 'two' })],
  ])('%s', (_, other) => {
    expect(() => other.open(sealed, fingerprint)).toThrow();
  });

  test('for another body', () => {
    expect(() => seal.open(sealed, seal.fingerprint({ ...body, currency: 'USD' }))).toThrow();
  });

  test('with any bit changed', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 7) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => seal.open(changed, fingerprint)).toThrow();
    }
  });

  test('cut short', () => {
    for (const length of [0, 11, 12, 27, 28, sealed.length - 1]) {
      expect(() => seal.open(sealed.subarray(0, length), fingerprint)).toThrow();
    }
  });
});

describe('the fingerprint', () => {
  test('is the same for the same JSON, however it is written', () => {
    const rewritten = JSON.parse('{ "currency": "EUR", "attributes": { "annual_income": "5400000" } }');
    expect(seal.fingerprint(rewritten)).toEqual(fingerprint);
  });

  test('is another for another body, client or bearer key', () => {
    const others = [
      seal.fingerprint({ ...body, currency: 'USD' }),
      new ResponseSeal(key, { ...scope, clientId: 'bolt' }).fingerprint(body),
      new ResponseSeal(newBearerKey(), scope).fingerprint(body),
    ];
    for (const other of others) expect(other).not.toEqual(fingerprint);
  });
});

test('scopes that read alike when joined are kept apart', () => {
  const one = new ResponseSeal(key, { clientId: 'a', endpoint: 'b c', idempotencyKey: 'd' });
  const other = new ResponseSeal(key, { clientId: 'a b', endpoint: 'c', idempotencyKey: 'd' });
  expect(one.fingerprint(body)).not.toEqual(other.fingerprint(body));
});
