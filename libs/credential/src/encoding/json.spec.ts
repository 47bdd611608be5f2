import { describe, expect, test } from '@jest/globals';
import { encodeBase64url } from './base64url.js';
import { canonicalJson, isObject, own, parseEncodedObject, parseJson } from './json.js';
import { utf8 } from './text.js';

const encoded = (text: string): string => encodeBase64url(utf8(text));

describe('own members', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'do not include the inherited %s',
    (name) => {
      expect(name in {}).toBe(true);
      expect(own({}, name)).toBeUndefined();
    },
  );

  test('include a member that JSON names __proto__', () => {
    const object = parseJson('{"__proto__":{"iss":"x"}}') as Record<string, unknown>;
    expect(own(object, '__proto__')).toEqual({ iss: 'x' });
    expect(own(object, 'iss')).toBeUndefined();
  });
});

test.each([
  ['null', null],
  ['a list', []],
  ['a string', '{}'],
  ['a number', 1],
  ['nothing', undefined],
])('%s is not an object', (_, value) => {
  expect(isObject(value)).toBe(false);
});

test.each(['', '{', "{'a':1}", '{"a":1,}', 'NaN', '01', '{"a":1}x', '\ufeff{}'])('%j is not JSON', (text) => {
  expect(parseJson(text)).toBeUndefined();
});

describe('objects inside base64url', () => {
  test('are decoded', () => {
    expect(parseEncodedObject(encoded('{"a":"é"}'))).toEqual({ a: 'é' });
  });

  test.each([
    ['a list', encoded('[]')],
    ['null', encoded('null')],
    ['invalid JSON', encoded('{')],
    ['invalid base64url', '{}'],
    ['bytes that are not UTF-8', encodeBase64url(Uint8Array.of(0x22, 0xff, 0x22))],
    ['an overlong encoding', encodeBase64url(Uint8Array.of(0x7b, 0xc0, 0xa2, 0x7d))],
    ['a byte order mark', encodeBase64url(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))],
  ])('are not decoded from %s', (_, text) => {
    expect(parseEncodedObject(text)).toBeUndefined();
  });

  test('are rejected if they are nested too deep', () => {
    const nested = (depth: number) => encoded(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(parseEncodedObject(nested(31))).toBeDefined();
    const leaves = `{"a":${'['.repeat(31)}1,"x",null${']'.repeat(31)}}`;
    expect(parseEncodedObject(encoded(leaves))).toBeDefined();
    expect(parseEncodedObject(nested(32))).toBeUndefined();
    expect(parseEncodedObject(nested(100_000))).toBeUndefined();
  });

  test('may have brackets inside strings', () => {
    const text = '[{'.repeat(100);
    expect(parseEncodedObject(encoded(JSON.stringify({ text, escaped: `"${text}\\` })))).toBeDefined();
  });
});

describe('canonical JSON', () => {
  test('sorts members by UTF-16 code units and writes numbers as ECMAScript does (RFC 8785)', () => {
    expect(canonicalJson(JSON.parse('{"b":1.0,"a":1e3,"\u20ac":-0,"A":[true,null]}'))).toBe(
      '{"A":[true,null],"a":1000,"b":1,"€":0}',
    );
  });

  test.each([
    ['NaN', Number.NaN],
    ['a lone surrogate', '\ud800'],
    ['nothing', undefined],
  ])('rejects %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});
