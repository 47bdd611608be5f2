import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import { createOffer, offerLink, offerUri } from './offer.js';
import { parseCredentialOffer, readCredentialOffer } from './read-offer.js';

const txCode = { length: 6, input_mode: 'numeric', description: 'In the e-mail' } as const;
const OFFER = createOffer({
  issuer: 'https://issuer.example/tenant',
  preAuthorizedCode: 'id.secret',
  txCode,
});
const GRANT = OFFER.grants[PRE_AUTHORIZED_CODE_GRANT];

const reading = (changes: object) => outcome(() => readCredentialOffer({ ...OFFER, ...changes }));
const readingGrant = (changes: object) =>
  reading({ grants: { [PRE_AUTHORIZED_CODE_GRANT]: { ...GRANT, ...changes } } });
const parsing = (text: string) => outcome(() => parseCredentialOffer(text));

test('4.1.2: an offer by value is read from its URI and from a link', () => {
  const expected = {
    issuer: 'https://issuer.example/tenant',
    configurationIds: ['zk-income-2'],
    preAuthorizedCode: 'id.secret',
    txCode,
  };
  expect(parseCredentialOffer(offerUri(OFFER))).toEqual(expected);
  expect(parseCredentialOffer(offerLink('https://issuer.example/offer', OFFER))).toEqual(expected);
  const query = new URL(offerUri(OFFER)).search;
  expect(parseCredentialOffer(`https://wallet.example/offer${query}`)).toEqual(expected);
  expect(parseCredentialOffer(`haip-vci://${query}`)).toEqual(expected);
});

test('4.1.3: an offer by reference has the https URL where it is fetched', () => {
  const uri = (url: string) => `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(url)}`;
  const offerAt = 'https://server.example/offers/1?a=b';
  expect(parseCredentialOffer(uri(offerAt))).toEqual({ offerUri: offerAt });
  for (const url of ['http://server.example/offers/1', 'file:///etc/passwd', 'offer', '']) {
    expect(parsing(uri(url))).toBe('invalid_credential_offer');
  }
});

test('4.1: exactly one of credential_offer and credential_offer_uri', () => {
  const uri = offerUri(OFFER);
  for (const text of [
    'openid-credential-offer://',
    'openid-credential-offer://?other=1',
    `${uri}&credential_offer_uri=https%3A%2F%2Fserver.example`,
    `${uri}&${uri.split('?')[1]}`,
    'not a URI',
    'openid-credential-offer://?credential_offer=%7B',
    'openid-credential-offer://?credential_offer=id.secret',
    `${uri}${'a'.repeat(20_000)}`,
  ])
    expect(parsing(text)).toBe('invalid_credential_offer');
});

test('4.1.1: unknown parameters are ignored', () => {
  expect(reading({ other: {} })).toBe('accepted');
  expect(readingGrant({ interval: 5 })).toBe('accepted');
  expect(reading({ grants: { ...OFFER.grants, authorization_code: {} } })).toBe('accepted');
});

describe('4.1.1: credential_configuration_ids is a list of unique strings and not empty', () => {
  test.each([undefined, null, [], [''], [1], ['a', 'a'], 'a', {}])(
    'not %j',
    (credential_configuration_ids) => {
      expect(reading({ credential_configuration_ids })).toBe('invalid_credential_offer');
    },
  );
});

describe('12.2.1: the issuer is an https URL without query and fragment', () => {
  test.each([
    undefined,
    null,
    'issuer',
    'http://issuer.example',
    'https://issuer.example?a',
    'https://i.example/#a',
  ])('not %j', (credential_issuer) =>
    expect(reading({ credential_issuer })).toBe('invalid_credential_offer'),
  );
});

describe('4.1.1: grants has a pre-authorized code', () => {
  test.each([undefined, null, {}, [], { authorization_code: {} }, { [PRE_AUTHORIZED_CODE_GRANT]: 'code' }])(
    'not %j',
    (grants) => expect(reading({ grants })).toBe('invalid_credential_offer'),
  );
  test.each([undefined, null, '', 5])('code: not %j', (code) => {
    expect(readingGrant({ 'pre-authorized_code': code })).toBe('invalid_credential_offer');
  });
});

describe('4.1.1: tx_code is an object, even if it is empty', () => {
  test('empty, or with a description of 300 characters', () => {
    const grants = { [PRE_AUTHORIZED_CODE_GRANT]: { ...GRANT, tx_code: {} } };
    expect(readCredentialOffer({ ...OFFER, grants }).txCode).toEqual({});
    expect(readingGrant({ tx_code: { description: 'a'.repeat(300) } })).toBe('accepted');
  });
  test.each([
    null,
    'required',
    { length: 0 },
    { length: 1.5 },
    { length: '6' },
    { input_mode: 'other' },
    { description: 'a'.repeat(301) },
    { description: 5 },
  ])('not %j', (tx_code) => expect(readingGrant({ tx_code })).toBe('invalid_credential_offer'));
});

test('any text and any JSON is read or refused', () => {
  const piece = fc.constantFrom(
    'openid-credential-offer://',
    '?',
    '#',
    'credential_offer=',
    '%7B',
    '{}',
    '&',
    '%',
    'x',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        expect(['accepted', 'invalid_credential_offer']).toContain(parsing(text));
      },
    ),
  );
  const member = fc.constantFrom(
    'credential_issuer',
    'credential_configuration_ids',
    'grants',
    PRE_AUTHORIZED_CODE_GRANT,
  );
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(...Object.values(OFFER)));
  fc.assert(
    fc.property(fc.dictionary(member, value), (json) => {
      expect(['accepted', 'invalid_credential_offer']).toContain(outcome(() => readCredentialOffer(json)));
    }),
  );
});
