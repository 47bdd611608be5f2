import { expect, test } from '@jest/globals';
import { trusted } from '../testing/environment.js';
import { parseTrustList } from './trust.js';

test('is read from configuration', () => {
  const list = [trusted(), { iss: 'http://localhost:3001', attributes: [], complete: [] }];
  expect(parseTrustList(list)).toEqual(list);
  expect(parseTrustList([])).toEqual([]);
});

test.each<[string, unknown]>([
  ['an object', trusted()],
  ['a list of texts', ['https://issuer.example']],
  ['null in a list', [null]],
  ['an issuer that is no URL', [{ ...trusted(), iss: 'issuer' }]],
  ['an issuer with a query', [{ ...trusted(), iss: 'https://issuer.example/?a' }]],
  ['an issuer without attributes', [{ iss: 'https://issuer.example', complete: [] }]],
  ['an issuer without what it is complete for', [{ iss: 'https://issuer.example', attributes: [] }]],
  ['an attribute of no registry', [{ ...trusted(), attributes: ['height'] }]],
  ['the subject as an attribute', [{ ...trusted(), attributes: ['subject'] }]],
  ['completeness for what every object has', [{ ...trusted(), complete: ['constructor'] }]],
  ['attributes as a text', [{ ...trusted(), attributes: 'annual_income' }]],
  ['an issuer twice', [trusted(), trusted()]],
])('is not %s', (_, value) => {
  expect(() => parseTrustList(value)).toThrow(/^trust list/);
});

test('says which entry is wrong', () => {
  expect(() => parseTrustList([trusted(), { ...trusted('https://b.example'), complete: 1 }])).toThrow(
    'trust list [1].complete',
  );
});
