import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { canonicalJson } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { exampleRequest } from '../examples.js';
import { dcqlQueryOf } from '../policy/dcql.js';
import { decodePolicy } from '../policy/transaction-data.js';
import { makeTestEnvironment, NOW, OWNER, trusted } from '../testing/environment.js';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy, type Json } from '../testing/policies.js';
import type { PresentationRequest } from '../types.js';
import { readRequest } from './read-request.js';

let request: PresentationRequest;

beforeAll(async () => {
  const trust = [trusted(), trusted('https://pensions.example/de')];
  const { verifier } = await makeTestEnvironment({ trust });
  request = await verifier.createRequest(OWNER, { policy: fullPolicy() });
});

const reading = (changes: object, now = NOW) => outcome(() => readRequest({ ...request, ...changes }, now));
const data = (policy: Json) => [encodeBase64url(utf8(canonicalJson(policy)))];

test('reads a request as the verifier creates it, and without optional members', () => {
  expect(readRequest(request, NOW)).toEqual(fullPolicy());
  expect(reading({ policy: undefined, expires_at: undefined })).toBe('accepted');
});

describe('a request', () => {
  test.each([undefined, null, 'request', [[]]])('is not %j', (value) => {
    expect(outcome(() => readRequest(value as never, NOW))).toBe('request_invalid');
  });

  test.each<[string, unknown]>([
    ['id', undefined],
    ['id', ''],
    ['id', 5],
    ['statements', exampleRequest.statements[0]],
    ['statements', [null]],
    ['warnings', {}],
    ['warnings', [[null]]],
    ['nonce', undefined],
    ['nonce', ''],
    ['nonce', 'A'.repeat(42)],
    ['nonce', 'A'.repeat(44)],
    ['nonce', `${'A'.repeat(42)}B`],
    ['nonce', ['A'.repeat(43)]],
    ['audience', undefined],
    ['audience', ''],
    ['audience', ['https://verifier.example']],
    ['transaction_data', undefined],
    ['transaction_data', []],
    ['transaction_data', 'text'],
    ['transaction_data', [5]],
    ['expires_at', 'tomorrow'],
    ['expires_at', 5],
    ['expires_at', null],
  ])('%s is not %j', (member, value) => {
    expect(reading({ [member]: value })).toBe('request_invalid');
  });

  test('has exactly one policy', () => {
    const [one] = request.transaction_data;
    expect(reading({ transaction_data: [one, one] })).toBe('request_invalid');
    expect(reading({ transaction_data: { 0: one, length: 1 } })).toBe('request_invalid');
  });

  test('expires exactly at expires_at', () => {
    const expiry = Date.parse(request.expires_at!);
    expect(reading({}, expiry - 1)).toBe('accepted');
    expect(reading({}, expiry)).toBe('request_expired');
  });

  test.each([null, '', 'tomorrow', '2099', '2099-01-01', '2099-01-01T00:00:00', 4_070_908_800, '1 Jan 2099'])(
    'has no expires_at %j, which devices read differently or not at all',
    (expiresAt) => {
      expect(reading({ expires_at: expiresAt })).toBe('request_invalid');
    },
  );

  test('may state its expiry with an offset from UTC', () => {
    expect(reading({ expires_at: '2099-01-01T00:00:00+01:00' })).toBe('accepted');
  });
});

describe('the policy of a request', () => {
  test('is canonical', () => {
    const spaced = encodeBase64url(utf8(JSON.stringify(fullPolicy(), null, 1)));
    expect(reading({ transaction_data: [spaced], policy: undefined })).toBe('policy_not_canonical');
  });

  test('is closed', () => {
    expect(reading({ transaction_data: data({ ...fullPolicy(), more: 1 }), policy: undefined })).toBe(
      'policy_invalid',
    );
  });

  test('is in range', () => {
    const [, ratio] = fullPolicy().predicates as Json[];
    const policy = { ...fullPolicy(), predicates: [{ ...ratio, at_least: String(2n ** 64n) }] };
    expect(reading({ transaction_data: data(policy), policy: undefined })).toBe('policy_out_of_range');
  });

  test('agrees with the `policy` member', () => {
    const reversed = Object.fromEntries(Object.entries(fullPolicy()).reverse());
    expect(reading({ policy: reversed })).toBe('accepted');
    for (const policy of [
      incomePolicy(),
      {},
      null,
      { ...fullPolicy(), more: 1 },
      '\ud800',
      { a: Number.NaN },
    ]) {
      expect(reading({ policy })).toBe('request_mismatch');
    }
  });
});

describe('the DCQL query of a request', () => {
  test('requests exactly what the policy does', () => {
    const query: Json = dcqlQueryOf(decodePolicy(request.transaction_data[0]!));
    expect(reading({ dcql_query: query })).toBe('accepted');
    query.credentials[0].claims.push({ path: ['openings', 'gross_income'] });
    expect(reading({ dcql_query: query })).toBe('request_mismatch');
    expect(reading({ dcql_query: null })).toBe('request_mismatch');
  });
});
