import { expect, test } from '@jest/globals';
import { wellKnownPath, wellKnownUrl } from './index.js';

test('12.2.2: the well-known part stands between host and path', () => {
  const name = 'openid-credential-issuer';
  expect(wellKnownUrl('https://tenant.issuer.example.com', name)).toBe(
    'https://tenant.issuer.example.com/.well-known/openid-credential-issuer',
  );
  expect(wellKnownUrl('https://issuer.example.com/tenant', name)).toBe(
    'https://issuer.example.com/.well-known/openid-credential-issuer/tenant',
  );
  expect(wellKnownPath('https://issuer.example.com:8443/a/b', name)).toBe(
    '/.well-known/openid-credential-issuer/a/b',
  );
});

test('RFC 8414, 3.1: a slash at the end of the identifier is removed', () => {
  expect(wellKnownPath('https://issuer.example.com/', 'oauth-authorization-server')).toBe(
    '/.well-known/oauth-authorization-server',
  );
  expect(wellKnownPath('https://issuer.example.com/a/', 'oauth-authorization-server')).toBe(
    '/.well-known/oauth-authorization-server/a',
  );
});
