import { describe, expect, test } from '@jest/globals';
import { newBearerKey } from '@zk-income/api-clients';
import { ResponseSeal, type SealScope } from './response-seal.js';

const key = newBearerKey();
const scope: SealScope = { clientId: 'acme', endpoint: 'POST /issue', idempotencyKey: 'one' };
const body = { attributes: { gross_income: '5400000' }, currency: 'EUR' };
const response = { id: 'batch', credentials: ['sd-jwt'] };

const seal = new ResponseSeal(key, scope);
const fingerprint = seal.fingerprint(body);

test('decrypts a response with a seal of the same key and scope', () => {
  const sealed = seal.seal(response, fingerprint);
  expect(new ResponseSeal(key, { ...scope }).open(sealed, fingerprint)).toEqual(response);
});

test('encrypts the response with a fresh nonce each time', () => {
  const first = Buffer.from(seal.seal(response, fingerprint));
  const second = Buffer.from(seal.seal(response, fingerprint));
  expect(first.equals(second)).toBe(false);
  expect(first.toString('latin1')).not.toContain('batch');
});

test('derives a secret for an operation, which only the same bearer key and scope give again', () => {
  const secret = seal.secretOf('operation');
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(new ResponseSeal(key, { ...scope }).secretOf('operation')).toBe(secret);
  const others = [
    seal.secretOf('another operation'),
    new ResponseSeal(newBearerKey(), scope).secretOf('operation'),
    new ResponseSeal(key, { ...scope, idempotencyKey: 'two' }).secretOf('operation'),
  ];
  expect(new Set([secret, ...others]).size).toBe(4);
});

describe('does not decrypt', () => {
  const sealed = seal.seal(response, fingerprint);

  test.each([
    ['for another bearer key', new ResponseSeal(newBearerKey(), scope)],
    ['for another client', new ResponseSeal(key, { ...scope, clientId: 'bolt' })],
    ['for another endpoint', new ResponseSeal(key, { ...scope, endpoint: 'POST /requests' })],
    ['for another Idempotency-Key', new ResponseSeal(key, { ...scope, idempotencyKey: 'two' })],
  ])('%s', (_, other) => {
    expect(() => other.open(sealed, fingerprint)).toThrow();
  });

  test('for another body', () => {
    expect(() => seal.open(sealed, seal.fingerprint({ ...body, currency: 'USD' }))).toThrow();
  });

  test('after a change of any bit', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 7) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => seal.open(changed, fingerprint)).toThrow();
    }
  });

  test('truncated data', () => {
    for (const length of [0, 11, 12, 27, 28, sealed.length - 1]) {
      expect(() => seal.open(sealed.subarray(0, length), fingerprint)).toThrow();
    }
  });
});

describe('the fingerprint', () => {
  test('does not depend on white space and the order of members', () => {
    const rewritten = JSON.parse('{ "currency": "EUR", "attributes": { "gross_income": "5400000" } }');
    expect(seal.fingerprint(rewritten)).toEqual(fingerprint);
  });

  test('differs for another body, client or bearer key', () => {
    const others = [
      seal.fingerprint({ ...body, currency: 'USD' }),
      new ResponseSeal(key, { ...scope, clientId: 'bolt' }).fingerprint(body),
      new ResponseSeal(newBearerKey(), scope).fingerprint(body),
    ];
    for (const other of others) expect(other).not.toEqual(fingerprint);
  });
});

test('distinguishes scopes whose parts are equal when joined', () => {
  const one = new ResponseSeal(key, { clientId: 'a', endpoint: 'b c', idempotencyKey: 'd' });
  const other = new ResponseSeal(key, { clientId: 'a b', endpoint: 'c', idempotencyKey: 'd' });
  expect(one.fingerprint(body)).not.toEqual(other.fingerprint(body));
});
