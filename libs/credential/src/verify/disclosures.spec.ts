import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';
import { disclosureName, encodeDisclosure, type Forgery } from '../testing/forge.js';
import type { Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';

let fixture: SalaryFixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

const asksName = { disclose: ['given_name'] };
const attempt = (forgery: Partial<Forgery>) => fixture.verifyForged(forgery, asksName);

/** Signs a changed payload, and presents the given disclosures. */
const signed = (change: (payload: Json) => unknown, shown?: string[]) =>
  attempt({
    payload: (payload) => {
      change(payload);
      return payload;
    },
    ...(shown && { disclosures: () => shown }),
  });
const addDigest = (text: string) => (payload: Json) => payload._sd.push(sha256Base64url(text));

test('accepts exactly the requested claims', async () => {
  expect(await attempt({})).toBe('verified');
});

describe('nothing but the requested claims is disclosed', () => {
  const showing = (...names: string[]) =>
    attempt({
      disclosures: (requested, all) => [
        ...requested,
        ...all.filter((text) => names.includes(disclosureName(text))),
      ],
    });

  test.each(['family_name', 'birthdate', 'source_id', 'gross_income', 'debt_payments', 'subject'])(
    'not %s',
    async (name) => {
      expect(await showing(name)).toBe('overdisclosed');
    },
  );

  test('not if no claims were requested', async () => {
    expect(await fixture.verifyForged({ disclosures: (_, all) => [...all] })).toBe('overdisclosed');
  });

  test('not in place of a requested claim', async () => {
    const disclosures = (_: string[], all: string[]) =>
      all.filter((text) => disclosureName(text) === 'family_name');
    expect(await attempt({ disclosures })).toBe('overdisclosed');
  });

  test('not under a requested name from another level', async () => {
    const name = encodeDisclosure('salt', 'given_name', 'Erika');
    const moved = (payload: Json) => Object.assign(payload, { employer: { _sd: [sha256Base64url(name)] } });
    expect(await signed(moved, [name])).toBe('overdisclosed');
    const opened = (payload: Json) => payload.openings._sd.push(sha256Base64url(name));
    expect(await signed(opened, [name])).toBe('overdisclosed');
  });

  test.each([
    'period',
    'commitments',
    'iss',
    'nbf',
    'exp',
    'vct',
    'cnf',
    '__proto__',
    'constructor',
    '_sd_alg',
  ])('not %s, which would override a checked member', async (member) => {
    const disclosure = encodeDisclosure('salt', member, {});
    const exists = !['nbf', '__proto__', 'constructor'].includes(member);
    const answer = await attempt({
      payload: (payload: Json) => {
        payload._sd.push(sha256Base64url(disclosure));
        return payload;
      },
      disclosures: (requested) => [...requested, disclosure],
    });
    expect(answer).toBe(exists ? 'disclosure_conflict' : 'overdisclosed');
  });
});

describe('every requested claim is disclosed', () => {
  test('none is missing', async () => {
    expect(await attempt({ disclosures: () => [] })).toBe('disclosure_missing');
  });

  test('a holder cannot add a claim that the issuer did not sign', async () => {
    const disclose = ['given_name', 'employer'];
    expect(await fixture.verifyForged({}, { disclose })).toBe('disclosure_missing');
    const disclosures = (requested: string[]) => [
      ...requested,
      encodeDisclosure('salt', 'employer', 'Mallory Ltd'),
    ];
    expect(await fixture.verifyForged({ disclosures }, { disclose })).toBe('disclosure_unreferenced');
  });
});

describe('every disclosure is referenced exactly once', () => {
  // The check for overdisclosed claims overlaps: an unreferenced digest is not at the top level either.
  test('another value is another text, which nothing references', async () => {
    const disclosures = () => [encodeDisclosure('salt', 'given_name', 'Mallory')];
    expect(await attempt({ disclosures })).toBe('disclosure_unreferenced');
  });

  test('not twice at one level', async () => {
    expect(await signed((payload) => payload._sd.push(...payload._sd))).toBe('disclosure_unreferenced');
  });

  test('not at two levels', async () => {
    expect(await signed((payload) => payload.openings._sd.push(...payload._sd))).toBe(
      'disclosure_unreferenced',
    );
  });

  test('not also in an array', async () => {
    const inArray = (payload: Json) => Object.assign(payload, { list: [{ '...': payload._sd[0] }] });
    // The order of digests is random. That of the disclosed claim is found in the array first, where no name belongs.
    expect(await signed(inArray)).toMatch(/^disclosure_(unreferenced|malformed)$/);
  });
});

describe('no disclosure has the name of a member at its level', () => {
  test('not of one that the issuer signed undisclosed', async () => {
    expect(await signed((payload) => Object.assign(payload, { given_name: 'Erika' }))).toBe(
      'disclosure_conflict',
    );
  });

  test('not of another disclosure, which would be ambiguous', async () => {
    const [one, two] = ['Erika', 'Max'].map((value) => encodeDisclosure('salt', 'given_name', value)) as [
      string,
      string,
    ];
    const both = (payload: Json) => [one, two].forEach((text) => void addDigest(text)(payload));
    expect(await signed(both, [one, two])).toBe('disclosure_conflict');
  });

  test('so no disclosure appears twice', async () => {
    expect(await attempt({ disclosures: (requested) => [...requested, ...requested] })).toBe(
      'disclosure_conflict',
    );
  });
});

describe('a disclosure is a name and a string', () => {
  test.each([
    [{ first: 'Erika' }],
    [['Erika']],
    [5],
    [true],
    [null],
    [{ _sd: [] }],
    ['half of a twoIncomes: \ud83d'],
  ])('not %j', async (value) => {
    const text = encodeDisclosure('salt', 'given_name', value);
    expect(await signed(addDigest(text), [text])).toBe('disclosure_malformed');
  });

  test.each([
    ['an array element', JSON.stringify(['salt', 'given_name'])],
    ['a list of four', JSON.stringify(['salt', 'given_name', 'Erika', 1])],
    ['a name that is a list', JSON.stringify(['salt', ['given_name'], 'Erika'])],
    ['invalid JSON', 'given_name'],
  ])('not %s', async (_, json) => {
    const text = encodeBase64url(utf8(json));
    expect(await signed(addDigest(text), [text])).toBe('disclosure_malformed');
  });

  test('not an empty part between two ~', async () => {
    expect(await signed(addDigest(''), [''])).toBe('disclosure_malformed');
  });
});

describe('digests use SHA-256', () => {
  test.each(['sha-512', 'SHA-256', 'sha-1', '', null, ['sha-256']])('not %j', async (algorithm) => {
    expect(await fixture.verifyForged({ payload: { _sd_alg: algorithm } })).toBe(
      'digest_algorithm_not_allowed',
    );
  });

  test('also without _sd_alg', async () => {
    expect(await attempt({ payload: { _sd_alg: undefined } })).toBe('verified');
  });
});

test('nothing can be disclosed from a payload without digests', async () => {
  const payload = { _sd: undefined, openings: undefined };
  expect(await fixture.verifyForged({ payload })).toBe('verified');
  expect(await attempt({ payload })).toBe('disclosure_unreferenced');
});

test.each<[string, (payload: Json) => unknown]>([
  ['_sd is not a list', (payload) => Object.assign(payload, { _sd: { 0: 'digest' } })],
  ['_sd contains a number', (payload) => payload._sd.push(7)],
  ['_sd of the openings is not a list', (payload) => Object.assign(payload.openings, { _sd: 'digest' })],
  ['_sd of an unknown member is not a list', (payload) => Object.assign(payload, { more: [{ _sd: null }] })],
  [
    'a placeholder is not an array element',
    (payload) => Object.assign(payload, { more: { '...': 'digest' } }),
  ],
  ['a placeholder has more members', (payload) => Object.assign(payload, { more: [{ '...': 'd', a: 1 }] })],
  ['_sd_alg is below the top level', (payload) => Object.assign(payload.openings, { _sd_alg: 'sha-256' })],
])('the credential is malformed where %s, whether anything is disclosed or not', async (_, change) => {
  expect(await signed(change)).toBe('credential_malformed');
  expect(await signed(change, [])).toBe('credential_malformed');
});

test('disclosures below the top level and of array elements are rejected', async () => {
  const street = encodeDisclosure('salt', 'street', 'Heidestraße');
  const name = encodeDisclosure('salt', 'given_name', { _sd: [sha256Base64url(street)] });
  expect(await signed(addDigest(name), [name, street])).toBe('disclosure_malformed');
  const element = encodeBase64url(utf8(JSON.stringify(['salt', 'Erika'])));
  const list = (payload: Json) =>
    Object.assign(payload, { given_name: [{ '...': sha256Base64url(element) }] });
  expect(await signed(list, [element])).toBe('overdisclosed');
});
