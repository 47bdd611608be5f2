import { describe, expect, test } from '@jest/globals';
import { encodeBase64url } from './encoding/base64url.js';
import { sha256Base64url } from './encoding/hash.js';
import { utf8 } from './encoding/text.js';
import { MAX_JSON_STRUCTURE } from './limits.js';
import { processSdJwt } from './sd-jwt-claims.js';
import { encodeDisclosure } from './testing/forge.js';
import { outcome } from './testing/outcomes.js';

const digestOf = sha256Base64url;
const element = (value: unknown) => encodeBase64url(utf8(JSON.stringify(['salt', value])));
const name = encodeDisclosure('salt', 'given_name', 'Erika');
const street = encodeDisclosure('salt', 'street', 'Heidestraße');
const address = encodeDisclosure('salt', 'address', { country: 'DE', _sd: [digestOf(street)] });
const german = element('DE');

const claimsOf = (payload: object, ...texts: string[]) => processSdJwt({ ...payload }, texts).claims;
const codeOf = (payload: object, ...texts: string[]) => outcome(() => claimsOf(payload, ...texts));

describe('RFC 9901, section 7.1, processing of disclosures', () => {
  test('2.d: _sd_alg is absent or sha-256', () => {
    expect(codeOf({ _sd_alg: 'sha-256' })).toBe('accepted');
    for (const algorithm of ['sha-512', 'SHA-256', '', null, ['sha-256']]) {
      expect(codeOf({ _sd_alg: algorithm })).toBe('digest_algorithm_not_allowed');
    }
  });

  test('3.b.i: _sd is a list of strings, in any object', () => {
    for (const digests of [
      null,
      'digest',
      {},
      { 0: digestOf(name), length: 1 },
      [1],
      [[digestOf(name)]],
      [null],
    ]) {
      expect(codeOf({ _sd: digests })).toBe('credential_malformed');
      expect(codeOf({ a: { b: [{ _sd: digests }] } })).toBe('credential_malformed');
      const nested = encodeDisclosure('salt', 'a', { _sd: digests });
      expect(codeOf({ _sd: [digestOf(nested)] }, nested)).toBe('credential_malformed');
    }
  });

  test('3.b.ii: a placeholder is an array element with one member, which is a string', () => {
    expect(codeOf({ list: [{ '...': digestOf(german), more: 1 }] }, german)).toBe('credential_malformed');
    for (const digest of [null, 1, {}, [digestOf(german)]]) {
      expect(codeOf({ list: [{ '...': digest }] })).toBe('credential_malformed');
    }
    expect(codeOf({ '...': digestOf(german) }, german)).toBe('credential_malformed');
    expect(codeOf({ a: { '...': digestOf(german) } }, german)).toBe('credential_malformed');
    const nested = encodeDisclosure('salt', 'a', { '...': 'digest' });
    expect(codeOf({ _sd: [digestOf(nested)] }, nested)).toBe('credential_malformed');
  });

  test('disclosures within each other reach as many levels as JSON may have', () => {
    const nested = (levels: number) => {
      const texts = [encodeDisclosure('salt', 'a', 1)];
      for (let level = 1; level < levels; level++) {
        texts.push(encodeDisclosure('salt', 'a', { _sd: [digestOf(texts.at(-1)!)] }));
      }
      return codeOf({ _sd: [digestOf(texts.at(-1)!)] }, ...texts);
    };
    expect(nested(MAX_JSON_STRUCTURE.levels)).toBe('accepted');
    expect(nested(MAX_JSON_STRUCTURE.levels + 1)).toBe('disclosure_malformed');
  });

  test('an array element that is null, or another list, is no placeholder', () => {
    const list = [null, ['...'], 1, 'text', {}];
    expect(claimsOf({ list })).toEqual({ list });
  });

  test('3.c.i: a digest without a disclosure, such as a decoy, is ignored', () => {
    expect(claimsOf({ iss: 'i', _sd: ['decoy', digestOf('another')], a: { _sd: [] } })).toEqual({
      iss: 'i',
      a: {},
    });
  });

  test('3.c.ii.1: a disclosure for _sd has three elements', () => {
    expect(codeOf({ _sd: [digestOf(german)] }, german)).toBe('disclosure_malformed');
    const four = encodeBase64url(utf8('["salt","name","value",1]'));
    expect(codeOf({ _sd: [digestOf(four)] }, four)).toBe('disclosure_malformed');
  });

  test.each(['_sd', '...'])('3.c.ii.2: no claim is named %s', (reserved) => {
    const text = encodeDisclosure('salt', reserved, 'x');
    expect(codeOf({ _sd: [digestOf(text)] }, text)).toBe('disclosure_malformed');
  });

  test('3.c.ii.3: no claim has the name of another one at its level', () => {
    expect(codeOf({ given_name: 'Max', _sd: [digestOf(name)] }, name)).toBe('disclosure_conflict');
    const other = encodeDisclosure('salt', 'given_name', 'Max');
    expect(codeOf({ _sd: [digestOf(name), digestOf(other)] }, name, other)).toBe('disclosure_conflict');
    expect(codeOf({ a: { given_name: 'Max', _sd: [digestOf(name)] } }, name)).toBe('disclosure_conflict');
    expect(claimsOf({ given_name: 'Max', a: { _sd: [digestOf(name)] } }, name)).toEqual({
      given_name: 'Max',
      a: { given_name: 'Erika' },
    });
    const algorithm = encodeDisclosure('salt', '_sd_alg', 'sha-256');
    expect(codeOf({ _sd_alg: 'sha-256', _sd: [digestOf(algorithm)] }, algorithm)).toBe('disclosure_conflict');
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    '3.c.ii.4: %s is a name like any other',
    (inherited) => {
      const text = encodeDisclosure('salt', inherited, { polluted: true });
      const claims = claimsOf({ _sd: [digestOf(text)] }, text);
      expect(Object.keys(claims)).toEqual([inherited]);
      expect(Object.getPrototypeOf(claims)).toBe(Object.prototype);
    },
  );

  test('3.c.ii.5: disclosed values are processed recursively', () => {
    const payload = { _sd: [digestOf(address)] };
    expect(claimsOf(payload, address)).toEqual({ address: { country: 'DE' } });
    expect(claimsOf(payload, street, address)).toEqual({ address: { country: 'DE', street: 'Heidestraße' } });
    expect(
      processSdJwt(payload, [street, address]).disclosed.map(({ path, name }) => [...path, name]),
    ).toEqual([['address'], ['address', 'street']]);
  });

  test('3.c.iii.1: a disclosure for an array element has two elements', () => {
    expect(codeOf({ list: [{ '...': digestOf(name) }] }, name)).toBe('disclosure_malformed');
  });

  test('3.c.iii.2 and 3.d: placeholders are replaced, or removed where nothing is disclosed', () => {
    const list = ['FR', { '...': digestOf(german) }, { '...': 'decoy' }, [{ '...': 'another' }]];
    expect(claimsOf({ list }, german)).toEqual({ list: ['FR', 'DE', []] });
    expect(claimsOf({ list })).toEqual({ list: ['FR', []] });
  });

  test('3.c.iii.3: disclosed elements are processed recursively', () => {
    const inner = element([{ '...': digestOf(german) }, { _sd: [digestOf(name)] }]);
    expect(claimsOf({ list: [{ '...': digestOf(inner) }] }, name, inner, german)).toEqual({
      list: [['DE', { given_name: 'Erika' }]],
    });
  });

  test('3.e and 3.f: the claims contain no _sd and no _sd_alg', () => {
    const payload = { _sd_alg: 'sha-256', _sd: [], a: { _sd: ['decoy'] } };
    expect(claimsOf(payload)).toEqual({ a: {} });
    expect(codeOf({ a: { _sd_alg: 'sha-256' } })).toBe('credential_malformed');
  });

  test('4: no digest occurs twice, at any level, disclosed or not', () => {
    expect(codeOf({ _sd: ['decoy', 'decoy'] })).toBe('disclosure_unreferenced');
    expect(codeOf({ _sd: ['decoy'], a: { _sd: ['decoy'] } })).toBe('disclosure_unreferenced');
    expect(codeOf({ _sd: ['decoy'], list: [{ '...': 'decoy' }] })).toBe('disclosure_unreferenced');
    const payload = { _sd: [digestOf(address), digestOf(street)] };
    expect(codeOf(payload, address)).toBe('disclosure_unreferenced');
    expect(codeOf(payload, address, street)).toBe('disclosure_unreferenced');
    expect(codeOf(payload, street)).toBe('accepted');
  });

  test('5: every disclosure is referenced, and occurs once', () => {
    expect(codeOf({}, name)).toBe('disclosure_unreferenced');
    expect(codeOf({ _sd: [digestOf(address)] }, street)).toBe('disclosure_unreferenced');
    expect(codeOf({ list: [digestOf(german)] }, german)).toBe('disclosure_unreferenced');
    expect(codeOf({ _sd: [digestOf(name)] }, name, name)).toBe('disclosure_conflict');
  });

  test('a chain of nested disclosures has a bounded depth', () => {
    const texts = [name];
    for (let i = 0; i < 1000; i++)
      texts.push(encodeDisclosure('salt', 'a', { _sd: [digestOf(texts.at(-1)!)] }));
    expect(codeOf({ _sd: [digestOf(texts.at(-1)!)] }, ...texts)).toBe('disclosure_malformed');
  });
});
