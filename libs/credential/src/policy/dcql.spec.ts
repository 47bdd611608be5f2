import { describe, expect, test } from '@jest/globals';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy, type Json } from '../testing/policies.js';
import { assertDcqlAgrees, claimsToDisclose, dcqlQueryOf } from './dcql.js';
import { parsePolicy } from './parse-policy.js';

const full = parsePolicy(fullPolicy());

test('one credential without claims discloses nothing: the query names a claim that every credential shows', () => {
  const policy = parsePolicy(incomePolicy());
  expect(claimsToDisclose(policy, 'salary')).toEqual([]);
  expect(dcqlQueryOf(policy)).toEqual({
    credentials: [
      {
        id: 'salary',
        format: 'dc+sd-jwt',
        meta: { vct_values: ['urn:zk-income:income:2'] },
        claims: [{ path: ['currency'] }],
      },
    ],
  });
});

test('several credentials disclose their source and the requested claims', () => {
  for (const id of full.credentials)
    expect(claimsToDisclose(full, id)).toEqual(['given_name', 'family_name', 'source_id']);
  const claims = ['currency', 'given_name', 'family_name', 'source_id'].map((name) => ({ path: [name] }));
  expect((dcqlQueryOf(full) as Json).credentials.map((item: Json) => item.claims)).toEqual([claims, claims]);
});

describe('a query agrees with a policy only if it requests exactly the same', () => {
  const agreement = (query: unknown) => outcome(() => assertDcqlAgrees(query, full));
  const queryWith = (change: (query: Json) => unknown) => {
    const query = structuredClone(dcqlQueryOf(full));
    change(query);
    return query;
  };

  test('in any order of members', () => {
    const reversed = (item: object) => Object.fromEntries(Object.entries(item).reverse());
    expect(
      agreement(queryWith((query) => query.credentials.splice(0, 2, ...query.credentials.map(reversed)))),
    ).toBe('accepted');
  });

  const first = (members: object) => (query: Json) => Object.assign(query.credentials[0], members);
  const asking = (...path: (string | null)[]) =>
    queryWith((query) => query.credentials[0].claims.push({ path }));
  test.each<[string, unknown]>([
    ['an opening', asking('openings', 'gross_income')],
    ['all openings', asking('openings', null)],
    ['the subject', asking('openings', 'subject')],
    ['a claim that the policy does not request', asking('birthdate')],
    ['a claim fewer', queryWith((query) => query.credentials[0].claims.pop())],
    [
      'no claim that is always disclosed, so that a wallet could show all',
      queryWith((query) => query.credentials[0].claims.shift()),
    ],
    ['no claims', queryWith((query) => Reflect.deleteProperty(query.credentials[0], 'claims'))],
    [
      'a credential more',
      queryWith((query) => query.credentials.push({ ...query.credentials[0], id: 'third' })),
    ],
    ['a credential fewer', queryWith((query) => query.credentials.pop())],
    ['another type', queryWith(first({ meta: { vct_values: ['urn:other'] } }))],
    ['another format', queryWith(first({ format: 'mso_mdoc' }))],
    ['sets of credentials', { ...dcqlQueryOf(full), credential_sets: [{ options: [['salary']] }] }],
    ['sets of claims', queryWith(first({ claim_sets: [['a']] }))],
    ['a list', []],
    ['null', null],
    ['a circular reference', queryWith((query) => Object.assign(query.credentials[0], { meta: query }))],
    ['a lone surrogate', queryWith(first({ id: '\ud800' }))],
    ['deep nesting', JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  ])('not with %s', (_, query) => {
    expect(agreement(query)).toBe('request_mismatch');
  });
});
