import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { encodeBase64url } from './encoding/base64url.js';
import { utf8 } from './encoding/text.js';
import { parseDisclosure, parseSdJwt } from './sd-jwt-text.js';
import { encodeDisclosure, encodePart } from './testing/forge.js';

const jwt = (payload: object = {}) => `${encodePart({ alg: 'ES256' })}.${encodePart(payload)}.AAAA`;
const encoded = (value: unknown) => encodeBase64url(utf8(JSON.stringify(value)));

describe('an SD-JWT', () => {
  test('is split into issuer-signed JWT, disclosures and key binding', () => {
    const parts = parseSdJwt(`${jwt({ iss: 'i' })}~a~b~${jwt({ aud: 'v' })}`)!;
    expect(parts.issuerJwt.payload).toEqual({ iss: 'i' });
    expect(parts.disclosures).toEqual(['a', 'b']);
    expect(parts.keyBindingJwt?.payload).toEqual({ aud: 'v' });
    expect(parts.hashedText).toBe(`${jwt({ iss: 'i' })}~a~b~`);
  });

  test('has no key binding if it ends with ~', () => {
    expect(parseSdJwt(`${jwt()}~`)).toMatchObject({ disclosures: [], hashedText: `${jwt()}~` });
    expect(parseSdJwt(`${jwt()}~`)).not.toHaveProperty('keyBindingJwt');
  });

  test('has an empty part between two ~ as a disclosure, which is invalid', () => {
    expect(parseSdJwt(`${jwt()}~~${jwt()}`)!.disclosures).toEqual(['']);
    expect(parseDisclosure('')).toBeUndefined();
  });

  test.each([
    ['the empty string', ''],
    ['~ alone', '~'],
    ['a plain JWT', jwt()],
    ['a key binding alone', `~${jwt()}`],
    ['an invalid JWT at the start', `a~${jwt()}`],
    ['an invalid JWT at the end', `${jwt()}~a~x`],
    ['a JWT of two parts', `${jwt().split('.').slice(0, 2).join('.')}~`],
    ['a JWT of four parts', `${jwt()}.AAAA~`],
    ['a signature that is not base64url', `${jwt()}=~`],
    ['a signature with trailing bits', `${jwt().slice(0, -4)}AB~`],
    ['a payload that is a list', `${encodePart({})}.${encoded([])}.AAAA~`],
    ['a header that is null', `${encoded(null)}.${encodePart({})}.AAAA~`],
    ['leading white space', ` ${jwt()}~`],
    ['trailing white space', `${jwt()}~\n`],
  ])('is not %s', (_, text) => {
    expect(parseSdJwt(text)).toBeUndefined();
  });
});

describe('a disclosure', () => {
  test('has a name, a value, and the hash of its text as digest', () => {
    const text = encodeDisclosure('salt', 'given_name', 'Erika');
    expect(parseDisclosure(text)).toEqual({
      text,
      salt: 'salt',
      name: 'given_name',
      value: 'Erika',
      digest: createHash('sha256').update(text).digest('base64url'),
    });
    const spaced = encodeBase64url(utf8('["salt", "given_name", "Erika"]'));
    expect(parseDisclosure(spaced)?.digest).not.toBe(parseDisclosure(text)?.digest);
  });

  test('of an array element has no name', () => {
    const { name, value } = parseDisclosure(encoded(['salt', 'value']))!;
    expect([name, value]).toEqual([undefined, 'value']);
  });

  test.each([
    ['a list of one part', encoded(['salt'])],
    ['an empty list', encoded([])],
    ['nested deeper than 32', encoded(['salt', 'name', JSON.parse(`${'['.repeat(32)}${']'.repeat(32)}`)])],
    ['a list of four parts', encoded(['salt', 'name', 'value', 1])],
    ['an object', encoded({ 0: 's', 1: 'n', 2: 'v', length: 3 })],
    ['one with a salt that is not a string', encoded([1, 'name', 'value'])],
    ['one with a name that is not a string', encoded(['salt', ['name'], 'value'])],
    ['invalid JSON', encodeBase64url(utf8('["salt","name",'))],
    ['bytes that are not UTF-8', encodeBase64url(Uint8Array.of(0x5b, 0xff, 0x5d))],
    ['in padded base64url', `${encoded(['salt', 'name', 'valu'])}=`],
  ])('is rejected if it is %s', (_, text) => {
    expect(parseDisclosure(text)).toBeUndefined();
  });
});
