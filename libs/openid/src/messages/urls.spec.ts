import { describe, expect, test } from '@jest/globals';
import { isIssuerIdentifier, isSameOrigin, isSecureUrl } from './urls.js';

describe('12.2.4: endpoints are https URLs', () => {
  test.each([
    'https://issuer.example/openid/token',
    'https://issuer.example:8443/a?b=c',
    'http://localhost:3001/openid/token',
    'http://issuer.localhost:3001/x',
    'http://127.0.0.1/x',
    'http://[::1]:3001/x',
  ])('%s', (url) => expect(isSecureUrl(url)).toBe(true));

  test.each([
    'http://issuer.example/openid/token',
    'http://localhost.example/x',
    'http://127.0.0.1.example/x',
    'https://user:password@issuer.example/x',
    'https://issuer.example/x#fragment',
    'javascript:alert(1)',
    'issuer.example',
    '',
    null,
    {},
  ])('not %p', (url) => expect(isSecureUrl(url)).toBe(false));
});

test('12.2.1: an issuer identifier has neither query nor fragment', () => {
  expect(isIssuerIdentifier('https://issuer.example/tenant')).toBe(true);
  for (const url of ['https://issuer.example?', 'https://issuer.example/?a=b', 'https://issuer.example/#'])
    expect(isIssuerIdentifier(url)).toBe(false);
});

test('an origin is scheme, host and port', () => {
  expect(isSameOrigin('https://issuer.example/a', 'https://issuer.example:443/b')).toBe(true);
  for (const other of ['https://issuer.example:444', 'http://issuer.example', 'https://other.example'])
    expect(isSameOrigin('https://issuer.example/a', other)).toBe(false);
});
