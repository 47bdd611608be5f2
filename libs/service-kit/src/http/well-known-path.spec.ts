import { expect, test } from '@jest/globals';
import { withoutIdentifierPath } from './well-known-path.js';

const HOST = 'https://payroll.example';

test.each([
  ['/.well-known/jwt-vc-issuer/acme', `${HOST}/acme`, '/.well-known/jwt-vc-issuer'],
  ['/.well-known/jwt-vc-issuer/acme?x=1', `${HOST}/acme`, '/.well-known/jwt-vc-issuer?x=1'],
  ['/.well-known/openid-credential-issuer/a/b', `${HOST}/a/b`, '/.well-known/openid-credential-issuer'],
  ['/.well-known/jwt-vc-issuer', `${HOST}/acme`, '/.well-known/jwt-vc-issuer'],
  ['/.well-known/jwt-vc-issuer/bolt', `${HOST}/acme`, '/.well-known/jwt-vc-issuer/bolt'],
  ['/.well-known/jwt-vc-issuer/acme/', `${HOST}/acme`, '/.well-known/jwt-vc-issuer/acme/'],
  ['/.well-known/jwt-vc-issuer/acme2', `${HOST}/acme`, '/.well-known/jwt-vc-issuer/acme2'],
  ['/.well-known/jwt-vc-issuer/', HOST, '/.well-known/jwt-vc-issuer/'],
  ['/openid/token/acme', `${HOST}/acme`, '/openid/token/acme'],
  ['/x/.well-known/jwt-vc-issuer/acme', `${HOST}/acme`, '/x/.well-known/jwt-vc-issuer/acme'],
])('%s of %s is %s', (url, publicUrl, path) => {
  expect(withoutIdentifierPath(url, publicUrl)).toBe(path);
});
