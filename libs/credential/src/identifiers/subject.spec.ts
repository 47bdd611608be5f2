import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { withoutPlatformData } from '../testing/altered-platform.js';
import { outcome } from '../testing/outcomes.js';
import { subjectVectors } from '../testing/vectors.js';
import { ID_TYPES } from './id-types.js';
import { canonicalIdentity, subjectOf } from './subject.js';

const person = { country: 'DE', id_type: 'tax_id', id: '12345678901' };
const { cases, refused } = subjectVectors;

test('is the first 52 bits of the hash that the protocol names', () => {
  const hash = createHash('sha256')
    .update('zk-income subject v2\0DE\0tax_id\x0012345678901', 'latin1')
    .digest('hex');
  expect(subjectOf(person)).toBe(BigInt(`0x${hash.slice(0, 13)}`));
});

test.each(cases)(
  'one person has one subject: $comment',
  ({ country, id_type, ids, canonical_id, subject }) => {
    for (const id of ids) {
      const identity = { country, id_type, id };
      expect(canonicalIdentity(identity)).toBe(`${country}\0${id_type}\0${canonical_id}`);
      expect(subjectOf(identity)).toBe(BigInt(subject));
    }
  },
);

test('two people have two subjects', () => {
  expect(new Set(cases.map(({ subject }) => subject)).size).toBe(cases.length);
});

test.each(refused)('rejects $country $id_type: $why', ({ member, why: _, ...identity }) => {
  expect(outcome(() => subjectOf(identity))).toBe('invalid_identity');
  expect(() => subjectOf(identity)).toThrow(`identity.${member}: expected`);
});

test('does not use case conversion, locale data or date parsing of the platform', () => {
  const subjects = withoutPlatformData(() =>
    cases.map(({ country, id_type, ids }) => ids.map((id) => String(subjectOf({ country, id_type, id })))),
  );
  expect(subjects).toEqual(cases.map(({ ids, subject }) => ids.map(() => subject)));
});

test.each([
  ['UK', 'GB in place of UK'],
  ['EL', 'GR in place of EL'],
  ['ZR', 'CD in place of ZR'],
  ['de', 'in upper case, such as DE'],
])('names the code to use in place of the country %s', (country, text) => {
  expect(() => subjectOf({ ...person, country })).toThrow(text);
});

test('does not repeat the id in an error', () => {
  for (const id of ['12345678901'.repeat(7), '12345678901*', '\u030812345678901']) {
    expect(() => subjectOf({ ...person, id })).toThrow('identity.id');
    expect(() => subjectOf({ ...person, id })).not.toThrow(/12345/);
  }
});

test('differs for every id type', () => {
  expect(new Set(ID_TYPES.map((id_type) => subjectOf({ ...person, id_type }))).size).toBe(ID_TYPES.length);
});
