import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { outcome } from '../testing/outcomes.js';
import { subjectOf } from './subject.js';

const person = { country: 'DE', id_type: 'tax_id', id: '12345678901' };

test('is the first 52 bits of the hash that the protocol names', () => {
  const hash = createHash('sha256')
    .update('zk-income subject v1\0DE\0tax_id\x0012345678901', 'latin1')
    .digest('hex');
  expect(subjectOf(person)).toBe(BigInt(`0x${hash.slice(0, 13)}`));
});

test('is the same for every spelling of the id', () => {
  for (const id of ['12 345 678 901', '12-345.678/901', ' 12345678901\n']) {
    expect(subjectOf({ ...person, id })).toBe(subjectOf(person));
  }
  expect(subjectOf({ ...person, id: 'ab1' })).toBe(subjectOf({ ...person, id: 'AB 1' }));
});

test('differs for another country, id type or id', () => {
  const others = [{ country: 'AT' }, { id_type: 'passport' }, { id: '12345678902' }];
  const all = [person, ...others.map((other) => ({ ...person, ...other }))].map(subjectOf);
  expect(new Set(all).size).toBe(4);
});

test('removes non-ASCII letters before upper-casing, which could turn them into ASCII letters', () => {
  expect(subjectOf({ ...person, id: '1ſ2' })).toBe(subjectOf({ ...person, id: '12' }));
  expect(subjectOf({ ...person, id: '1ß2' })).toBe(subjectOf({ ...person, id: '12' }));
});

test.each<[string, object]>([
  ['a country in lower case', { country: 'de' }],
  ['a country of three letters', { country: 'DEU' }],
  ['a country with a line feed', { country: 'DE\n' }],
  ['an id type with a NUL', { id_type: 'tax\0id' }],
  ['an empty id type', { id_type: '' }],
  ['an id type of 33 characters', { id_type: 'a'.repeat(33) }],
  ['an id without letter or digit', { id: ' -./' }],
  ['an id of 65 characters', { id: '1'.repeat(65) }],
])('rejects %s', (_, change) => {
  expect(outcome(() => subjectOf({ ...person, ...change }))).toBe('invalid_identity');
});

test('does not repeat the id in an error', () => {
  expect(() => subjectOf({ ...person, country: 'de' })).toThrow(/country/);
  expect(() => subjectOf({ ...person, id: '12345678901'.repeat(7) })).not.toThrow(/12345/);
});

test('accepts ids and types of the maximum length', () => {
  expect(outcome(() => subjectOf({ ...person, id: '1'.repeat(64), id_type: 'a'.repeat(32) }))).toBe(
    'accepted',
  );
});
