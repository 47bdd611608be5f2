import { expect, test } from '@jest/globals';
import { CREDENTIAL_CONFIGURATION_ID, PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import { createOffer, offerLink, offerUri } from './offer.js';

const input = { issuer: 'https://issuer.example/tenant', preAuthorizedCode: 'id.secret' };

test('4.1.1: an offer names the issuer, one configuration and the code', () => {
  expect(createOffer(input)).toEqual({
    credential_issuer: 'https://issuer.example/tenant',
    credential_configuration_ids: [CREDENTIAL_CONFIGURATION_ID],
    grants: { [PRE_AUTHORIZED_CODE_GRANT]: { 'pre-authorized_code': 'id.secret' } },
  });
});

test('4.1.1: tx_code is present where the person must enter a code', () => {
  const txCode = { length: 6, input_mode: 'numeric', description: 'In the e-mail' } as const;
  expect(createOffer({ ...input, txCode }).grants[PRE_AUTHORIZED_CODE_GRANT].tx_code).toEqual(txCode);
  expect(createOffer({ ...input, txCode: {} }).grants[PRE_AUTHORIZED_CODE_GRANT].tx_code).toEqual({});
  const description = 'a'.repeat(301);
  expect(() => createOffer({ ...input, txCode: { description } })).toThrow(TypeError);
});

test('12.2.1: the issuer is an issuer identifier', () => {
  for (const issuer of ['http://issuer.example', 'https://issuer.example/?a=b'])
    expect(() => createOffer({ ...input, issuer })).toThrow(TypeError);
});

test('an offer has no % because some wallets decode it twice', () => {
  expect(() => createOffer({ ...input, txCode: { description: '100 %' } })).toThrow(TypeError);
});

test('4.1.2: an offer is sent by value, in a URI or in the fragment of a link', () => {
  const offer = createOffer(input);
  const uri = new URL(offerUri(offer));
  expect(uri.protocol).toBe('openid-credential-offer:');
  expect([...uri.searchParams.keys()]).toEqual(['credential_offer']);
  expect(JSON.parse(uri.searchParams.get('credential_offer')!)).toEqual(offer);
  const link = new URL(offerLink('https://issuer.example/tenant/offer', offer));
  expect(`${link.origin}${link.pathname}${link.search}`).toBe('https://issuer.example/tenant/offer');
  expect(link.hash.slice(1)).toBe(uri.search.slice(1));
});
