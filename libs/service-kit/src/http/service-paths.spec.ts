import { expect, test } from '@jest/globals';
import { serviceOfPath } from './service-paths.js';

test.each([
  ['/issue', 'issuer'],
  ['/issue?x=1', 'issuer'],
  ['/credentials/abc/status', 'issuer'],
  ['/requests/abc', 'verifier'],
  ['/policy-templates', 'verifier'],
  ['/verify', 'verifier'],
  ['/prove', 'test prover'],
  ['/offers', 'issuer'],
  ['/type-metadata/schema', 'issuer'],
  ['/openid/token?x=1', 'issuer'],
  ['/openid/responses/abc.def', 'verifier'],
  ['/openid', undefined],
  ['/openid/unknown', undefined],
  ['/health/live', undefined],
  ['/constructor', undefined],
  ['/', undefined],
])('the path %s belongs to: %s', (url, service) => {
  expect(serviceOfPath(url)).toBe(service);
});
