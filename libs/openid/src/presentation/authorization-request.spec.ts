import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { parseAuthorizationRequest } from './authorization-request.js';

const CLIENT = 'client_id=x509_san_dns%3Averifier.example';
const REFERENCE = `${CLIENT}&request_uri=https%3A%2F%2Fverifier.example%2Fa`;
const parsing = (uri: string) => outcome(() => parseAuthorizationRequest(uri));

test('5.7, 13.1.2: a link of any scheme refers to a request object', () => {
  const expected = {
    kind: 'reference',
    clientId: 'x509_san_dns:verifier.example',
    requestUri: 'https://verifier.example/a',
  };
  for (const start of [
    'https://a.example/request?lang=de#',
    'openid4vp://?',
    'openid4vp:?',
    'https://wallet.example/open?',
    'https://a.example/request#',
  ])
    expect(parseAuthorizationRequest(start + REFERENCE)).toEqual(expected);
});

test('5.1, 5.10.1: other parameters of a link with a request object are not used', () => {
  const link = `openid4vp://?${REFERENCE}&foo=bar&nonce=x&state=&response_uri=https%3A%2F%2Fevil.example`;
  expect(parseAuthorizationRequest(link)).toEqual(parseAuthorizationRequest(`openid4vp://?${REFERENCE}`));
});

test('5.1: request_uri_method is get or post, and only beside request_uri', () => {
  const method = (text: string) => parsing(`openid4vp://?${REFERENCE}&request_uri_method=${text}`);
  expect([method('get'), method('post')]).toEqual(['accepted', 'accepted']);
  for (const text of ['POST', 'put']) expect(method(text)).toBe('invalid_request_uri_method');
  expect(parsing(`openid4vp://?${CLIENT}&request_uri_method=post`)).toBe('invalid_request');
});

test('RFC 9101, 5: a request object by value or by reference, not both', () => {
  expect(parseAuthorizationRequest(`openid4vp://?${CLIENT}&request=a.b.c`)).toEqual({
    kind: 'value',
    clientId: 'x509_san_dns:verifier.example',
    requestObject: 'a.b.c',
  });
  expect(parsing(`openid4vp://?${REFERENCE}&request=a.b.c`)).toBe('invalid_request');
});

test('5.9.3: parameters without a request object are not signed', () => {
  expect(
    parseAuthorizationRequest('openid4vp://?client_id=redirect_uri%3Ahttps%3A%2F%2Fa.example&nonce=x'),
  ).toEqual({
    kind: 'unsigned',
    clientId: 'redirect_uri:https://a.example',
    parameters: new Map([
      ['client_id', 'redirect_uri:https://a.example'],
      ['nonce', 'x'],
    ]),
  });
});

test.each([
  ['no parameters', 'openid4vp://'],
  ['no client_id', 'openid4vp://?request_uri=https%3A%2F%2Fa.example'],
  ['an empty client_id', `openid4vp://?client_id=&request_uri=https%3A%2F%2Fa.example`],
  ['a client_id twice', `openid4vp://?${REFERENCE}&${CLIENT}`],
  ['a request_uri without TLS', `openid4vp://?${CLIENT}&request_uri=http%3A%2F%2Fverifier.example`],
  [
    'a request_uri with a password',
    `openid4vp://?${CLIENT}&request_uri=https%3A%2F%2Fa%3Ab%40verifier.example`,
  ],
  ['a request_uri that is no URL', `openid4vp://?${CLIENT}&request_uri=verifier.example`],
  ['a script as request_uri', `openid4vp://?${CLIENT}&request_uri=javascript%3Aalert(1)`],
  ['broken encoding', 'openid4vp://?client_id=%zz'],
  ['a huge link', `openid4vp://?${REFERENCE}&x=${'a'.repeat(140_000)}`],
  ['nothing', ''],
])('a link with %s is refused', (_, uri) => {
  expect(parsing(uri)).toBe('invalid_request');
});

test('a link is limited in size', () => {
  const link = `openid4vp://?${REFERENCE}&x=`;
  const ofSize = (size: number) => link + 'a'.repeat(size - link.length);
  expect([parsing(ofSize(131_072)), parsing(ofSize(131_073))]).toEqual(['accepted', 'invalid_request']);
});

test('any text is parsed or refused', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'openid4vp://',
      '?',
      '#',
      '&',
      '=',
      '%',
      'client_id=',
      'request_uri=',
      'https://a.example',
      '%3A',
    ),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(['accepted', 'invalid_request']).toContain(parsing(pieces.join('')));
    }),
  );
});
