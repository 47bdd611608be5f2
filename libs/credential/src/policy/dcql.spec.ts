import { describe, expect, test } from '@jest/globals';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy, type Json } from '../testing/policies.js';
import { assertDcqlAgrees, claimsToDisclose, dcqlQueryOf, parseDisclosureQuery } from './dcql.js';
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

describe('a query of disclosure mode', () => {
  const query = (): Json => {
    const policy = incomePolicy({ predicates: [], disclose: ['given_name', 'birthdate'] });
    return structuredClone(dcqlQueryOf(parsePolicy(policy, 'disclosure')));
  };
  const reading = (change: (credential: Json, query: Json) => void) => {
    const changed = query();
    change(changed.credentials[0], changed);
    return outcome(() => parseDisclosureQuery(changed));
  };

  test('asks for claims of one credential', () => {
    expect(parseDisclosureQuery(query())).toEqual({
      credential: 'salary',
      claims: ['given_name', 'birthdate'],
    });
  });

  test.each<[string, (credential: Json, query: Json) => void]>([
    ['in another order', (credential) => credential.claims.reverse()],
    ['with ids of claims', (credential) => Object.assign(credential.claims[1], { id: 'a' })],
    ['with other types beside', (credential) => credential.meta.vct_values.unshift('urn:other')],
    ['with members that are not known', (credential) => Object.assign(credential, { unknown: 1 })],
    [
      'that says what is the default',
      (credential) => {
        Object.assign(credential, { multiple: false, require_cryptographic_holder_binding: true });
      },
    ],
  ])('may be one %s', (_, change) => {
    expect(reading(change)).toBe('accepted');
  });

  const asking =
    (...path: unknown[]) =>
    (credential: Json) =>
      credential.claims.push({ path });
  test.each<[string, (credential: Json, query: Json) => void]>([
    ['an opening', asking('openings', 'gross_income')],
    ['all openings', asking('openings')],
    ['all openings, by a placeholder', asking('openings', null)],
    ['the payer', asking('source_id')],
    ['a part of a claim', asking('employer', 'name')],
    ['the elements of a claim', asking('employer', null)],
    ['an unknown claim', asking('shoe_size')],
    ['an inherited name', asking('constructor')],
    ['a path that is empty', asking()],
    ['no path', (credential) => credential.claims.push({})],
    ['a path that is a number', asking(0)],
    ['a path that is text', (credential) => credential.claims.push({ path: 'g' })],
    [
      'a path that is something like a list',
      (credential) => credential.claims.push({ path: { 0: 'employer', length: 1 } }),
    ],
    ['a list in a path', asking(['employer'])],
    ['a claim that is no object', (credential) => credential.claims.push(null)],
    ['a claim twice', asking('given_name')],
    ['a value', (credential) => Object.assign(credential.claims[1], { values: ['Erika'] })],
    ['no claims, so that a wallet could show all', (credential) => delete credential.claims],
    ['an empty list of claims', (credential) => (credential.claims = [])],
    ['claims that are no list', (credential) => (credential.claims = {})],
    ['sets of claims', (credential) => (credential.claim_sets = [['a']])],
    ['several presentations', (credential) => (credential.multiple = true)],
    ['no key binding', (credential) => (credential.require_cryptographic_holder_binding = false)],
    ['another format', (credential) => (credential.format = 'mso_mdoc')],
    ['another type', (credential) => (credential.meta.vct_values = ['urn:other'])],
    ['a type that is no list', (credential) => (credential.meta.vct_values = 'urn:zk-income:income:2')],
    ['no type', (credential) => delete credential.meta],
    ['a bad id', (credential) => (credential.id = 'a b')],
    ['no id', (credential) => delete credential.id],
    ['another credential', (credential, all) => all.credentials.push(credential)],
    ['no credential', (_, all) => (all.credentials = [])],
    ['a credential that is no object', (_, all) => (all.credentials = ['salary'])],
    ['sets of credentials', (_, all) => (all.credential_sets = [])],
  ])('is not one for %s', (_, change) => {
    expect(reading(change)).toBe('request_mismatch');
  });

  test.each([undefined, null, 'x', [], {}])('is not %j', (value) => {
    expect(outcome(() => parseDisclosureQuery(value))).toBe('request_mismatch');
  });
});
