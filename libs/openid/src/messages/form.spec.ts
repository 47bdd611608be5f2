import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { encodeForm, parseForm, requireParameter } from './form.js';

const parsed = (body: string) => Object.fromEntries(parseForm(body));

test('a form is decoded', () => {
  expect(parsed('a=1&b=x%26y+z&c=%C3%A9')).toEqual({ a: '1', b: 'x&y z', c: 'é' });
  expect(parsed('')).toEqual({});
  expect(parsed('a=b=c&&d')).toEqual({ a: 'b=c' });
});

test('RFC 6749, 3.2: a parameter without a value is treated as if it was omitted', () => {
  expect(parsed('tx_code=&grant_type=x')).toEqual({ grant_type: 'x' });
  expect(outcome(() => requireParameter(parseForm('state='), 'state'))).toBe('invalid_request');
});

test('RFC 6749, 3.2: a parameter occurs once', () => {
  for (const body of ['a=1&a=1', 'a=1&a=2', 'a=&a=1', 'a=1&%61=2'])
    expect(outcome(() => parseForm(body))).toBe('invalid_request');
  expect(() => parseForm('tx_code=1&tx_code=2')).toThrow('The parameter tx_code occurs more than once.');
  expect(parsed('resource=https%3A%2F%2Fa&resource=https%3A%2F%2Fb&x=1')).toMatchObject({ x: '1' });
});

describe('malformed forms', () => {
  test.each(['a=%', 'a=%zz', 'a=%C3', '%ff=1', 'a=%ED%A0%80'])('%s is refused', (body) => {
    expect(outcome(() => parseForm(body))).toBe('invalid_request');
  });

  test('a form with a thousand parameters is refused', () => {
    const body = Array.from({ length: 1_000 }, (_, i) => `p${i}=1`).join('&');
    expect(outcome(() => parseForm(body))).toBe('invalid_request');
  });

  test('names of object members are parameters like others', () => {
    expect(parseForm('__proto__=1&constructor=2').get('__proto__')).toBe('1');
    expect(parseForm('').get('constructor')).toBeUndefined();
  });
});

test('every form that is encoded is parsed, and any text is parsed or refused', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.dictionary(name, name, { maxKeys: 20, noNullPrototype: true }), (parameters) => {
      expect(parsed(encodeForm(parameters))).toEqual(parameters);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '%', '=', '&', '+', 'F', 'é', '\ud800') }), (body) => {
      expect(['accepted', 'invalid_request']).toContain(outcome(() => parseForm(body)));
    }),
  );
});
