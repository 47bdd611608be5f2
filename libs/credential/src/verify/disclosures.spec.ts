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

/** Signs other digests, and shows what is given. */
const signed = (change: (payload: Json) => unknown, shown?: string[]) =>
  attempt({
    payload: (payload) => {
      change(payload);
      return payload;
    },
    ...(shown && { disclosures: () => shown }),
  });
const addDigest = (text: string) => (payload: Json) => payload._sd.push(sha256Base64url(text));

test('accepts exactly what was asked for', async () => {
  expect(await attempt({})).toBe('verified');
});

describe('nothing is disclosed that was not asked for', () => {
  const showing = (...names: string[]) =>
    attempt({
      disclosures: (requested, all) => [
        ...requested,
        ...all.filter((text) => names.includes(disclosureName(text))),
      ],
    });

  test.each(['family_name', 'birthdate', 'source_id', 'annual_income', 'annual_debt', 'subject'])(
    'not %s',
    async (name) => {
      expect(await showing(name)).toBe('overdisclosed');
    },
  );

  test('not when nothing at all was asked for', async () => {
    expect(await fixture.verifyForged({ disclosures: (_, all) => [...all] })).toBe('overdisclosed');
  });

  test('not in place of what was asked for', async () => {
    const disclosures = (_: string[], all: string[]) =>
      all.filter((text) => disclosureName(text) === 'family_name');
    expect(await attempt({ disclosures })).toBe('overdisclosed');
  });

  test('not under the name that was asked for, from another level', async () => {
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
  ])('least of all %s, which decides', async (member) => {
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

describe('all that was asked for is disclosed', () => {
  test('not less', async () => {
    expect(await attempt({ disclosures: () => [] })).toBe('disclosure_missing');
  });

  test('and the holder of a credential without the claim cannot make one', async () => {
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
  // What no list references is not in that of the top level either, and would be refused as overdisclosed.
  test('not less: another value is another text', async () => {
    const disclosures = () => [encodeDisclosure('salt', 'given_name', 'Mallory')];
    expect(await attempt({ disclosures })).toBe('disclosure_unreferenced');
  });

  test('not twice in one place', async () => {
    expect(await signed((payload) => payload._sd.push(...payload._sd))).toBe('disclosure_unreferenced');
  });

  test('not at two levels', async () => {
    expect(await signed((payload) => payload.openings._sd.push(...payload._sd))).toBe(
      'disclosure_unreferenced',
    );
  });

  test('not in an array too', async () => {
    const inArray = (payload: Json) => Object.assign(payload, { list: [{ '...': payload._sd[0] }] });
    expect(await signed(inArray)).toBe('disclosure_unreferenced');
  });
});

describe('no disclosure is named like a member that exists at its level', () => {
  test('not like one that the issuer signed in the open', async () => {
    expect(await signed((payload) => Object.assign(payload, { given_name: 'Erika' }))).toBe(
      'disclosure_conflict',
    );
  });

  test('not like another disclosure, of which it is then open who is meant', async () => {
    const [one, two] = ['Erika', 'Max'].map((value) => encodeDisclosure('salt', 'given_name', value)) as [
      string,
      string,
    ];
    const both = (payload: Json) => [one, two].forEach((text) => void addDigest(text)(payload));
    expect(await signed(both, [one, two])).toBe('disclosure_conflict');
  });

  test('so none is shown twice', async () => {
    expect(await attempt({ disclosures: (requested) => [...requested, ...requested] })).toBe(
      'disclosure_conflict',
    );
  });
});

describe('a disclosure is a name and a text', () => {
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
    ['no JSON', 'given_name'],
  ])('not %s', async (_, json) => {
    const text = encodeBase64url(utf8(json));
    expect(await signed(addDigest(text), [text])).toBe('disclosure_malformed');
  });

  test('not nothing, between two ~', async () => {
    expect(await signed(addDigest(''), [''])).toBe('disclosure_malformed');
  });
});

describe('digests are of SHA-256', () => {
  test.each(['sha-512', 'SHA-256', 'sha-1', '', null, ['sha-256']])('not of %j', async (algorithm) => {
    expect(await fixture.verifyForged({ payload: { _sd_alg: algorithm } })).toBe(
      'digest_algorithm_not_allowed',
    );
  });

  test('also where that is not said', async () => {
    expect(await attempt({ payload: { _sd_alg: undefined } })).toBe('verified');
  });
});

test.each<[string, (payload: Json) => unknown]>([
  ['no digests at all', (payload) => Object.assign(payload, { _sd: undefined, openings: undefined })],
  ['_sd that is no list', (payload) => Object.assign(payload, { _sd: { 0: 'digest' } })],
])('a payload with %s discloses nothing, and nothing can be disclosed from it', async (_, change) => {
  const payload = (object: Json) => {
    change(object);
    return object;
  };
  expect(await fixture.verifyForged({ payload })).toBe('verified');
  expect(await attempt({ payload })).toBe('disclosure_unreferenced');
});
