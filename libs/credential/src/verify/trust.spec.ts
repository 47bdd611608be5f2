import { expect, test } from '@jest/globals';
import { trusted } from '../testing/environment.js';
import { parseTrustList } from './trust.js';

test('is parsed from configuration', () => {
  const list = [trusted(), { iss: 'http://localhost:3001', attributes: [], complete: [] }];
  expect(parseTrustList(list)).toEqual(list);
  expect(parseTrustList([])).toEqual([]);
});

test.each<[string, unknown]>([
  ['an object', trusted()],
  ['a list of strings', ['https://issuer.example']],
  ['null in a list', [null]],
  ['an issuer that is not a URL', [{ ...trusted(), iss: 'issuer' }]],
  ['an issuer with a query', [{ ...trusted(), iss: 'https://issuer.example/?a' }]],
  ['an issuer without attributes', [{ iss: 'https://issuer.example', complete: [] }]],
  ['an issuer without complete', [{ iss: 'https://issuer.example', attributes: [] }]],
  ['an unregistered attribute', [{ ...trusted(), attributes: ['height'] }]],
  ['the subject as an attribute', [{ ...trusted(), attributes: ['subject'] }]],
  ['completeness for an inherited name', [{ ...trusted(), complete: ['constructor'] }]],
  ['attributes as a string', [{ ...trusted(), attributes: 'gross_income' }]],
  ['a duplicate issuer', [trusted(), trusted()]],
])('is not %s', (_, value) => {
  expect(() => parseTrustList(value)).toThrow(/^trust list/);
});

test('names the wrong entry', () => {
  expect(() => parseTrustList([trusted(), { ...trusted('https://b.example'), complete: 1 }])).toThrow(
    'trust list [1].complete',
  );
});
