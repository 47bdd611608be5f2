import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { verificationKeyOf, verifyJws } from './keys.js';
import { processSdJwt } from './sd-jwt-claims.js';
import { parseSdJwt } from './sd-jwt-text.js';

const { issuerKey, issuerJwt, disclosures } = JSON.parse(
  readFileSync(new URL('../vectors/rfc9901.json', import.meta.url), 'utf8'),
) as { issuerKey: object; issuerJwt: string; disclosures: Record<string, string> };

function claimsOf(names: readonly string[]) {
  const texts = names.map((name) => disclosures[name]!);
  const parsed = parseSdJwt([issuerJwt, ...texts].map((text) => `${text}~`).join(''))!;
  expect(parsed.disclosures).toEqual(texts);
  return processSdJwt(parsed.issuerJwt.payload, parsed.disclosures).claims;
}

const address = { street_address: '123 Main St', locality: 'Anytown', region: 'Anystate', country: 'US' };
const always = {
  iss: 'https://issuer.example.com',
  iat: 1683000000,
  exp: 1883000000,
  sub: 'user_42',
  cnf: {
    jwk: {
      kty: 'EC',
      crv: 'P-256',
      x: 'TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc',
      y: 'ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ',
    },
  },
};

test('RFC 9901, section 5: the issuer-signed JWT is signed with the key of appendix A.5', async () => {
  const key = verificationKeyOf(issuerKey)!;
  expect(await verifyJws(issuerJwt, key)).toBe(true);
  expect(await verifyJws(issuerJwt.replace('.Mcz', '.Xcz'), key)).toBe(false);
});

test('RFC 9901, section 5.1: all claims', () => {
  expect(claimsOf(Object.keys(disclosures))).toEqual({
    ...always,
    given_name: 'John',
    family_name: 'Doe',
    email: 'johndoe@example.com',
    phone_number: '+1-202-555-0101',
    phone_number_verified: true,
    address,
    birthdate: '1940-01-01',
    updated_at: 1570000000,
    nationalities: ['US', 'DE'],
  });
});

test('RFC 9901, section 5.2: the claims of the presentation', () => {
  expect(claimsOf(['family_name', 'address', 'given_name', 'US'])).toEqual({
    ...always,
    given_name: 'John',
    family_name: 'Doe',
    address,
    nationalities: ['US'],
  });
});

test('RFC 9901: without disclosures', () => {
  expect(claimsOf([])).toEqual({ ...always, nationalities: [] });
});
