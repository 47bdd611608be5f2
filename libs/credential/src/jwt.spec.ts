import { expect, test } from '@jest/globals';
import { parseJwt, signJwt } from './jwt.js';

const key = { kid: 'one', alg: 'ES256' as const, sign: async () => 'AA' };
const headerOf = async (signingKey: Parameters<typeof signJwt>[0]) =>
  parseJwt(await signJwt(signingKey, 'dc+sd-jwt', {}))?.header;

test('a header has the certificates of its key, if there are some', async () => {
  expect(await headerOf(key)).toEqual({ alg: 'ES256', kid: 'one', typ: 'dc+sd-jwt' });
  const x5c = ['MIIB', 'MIIC'];
  expect(await headerOf({ ...key, certificates: x5c })).toEqual({
    alg: 'ES256',
    kid: 'one',
    typ: 'dc+sd-jwt',
    x5c,
  });
});
