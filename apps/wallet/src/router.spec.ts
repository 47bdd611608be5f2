import { describe, expect, test } from '@jest/globals';
import { parseRoute, routeOfLink } from './router.js';

const REQUEST = 'openid4vp://?client_id=x509_hash%3Aabc&request_uri=https%3A%2F%2Fflats.example%2Fr%3Fa%3Db';
const OFFER =
  'openid-credential-offer://?credential_offer=%7B%22credential_issuer%22%3A%22https%3A%2F%2Fp%22%7D';

describe('the fragment of the address', () => {
  test.each([
    ['', { page: '' }],
    ['#/', { page: '' }],
    ['#/history', { page: 'history' }],
    ['#/credential/a%2Fb', { page: 'credential', id: 'a/b' }],
    ['#/request', { page: 'request' }],
    [`#/request?uri=${encodeURIComponent(REQUEST)}`, { page: 'request', uri: REQUEST }],
    ['#/credential/%', { page: 'credential', id: '%' }],
  ])('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test('a link that was not encoded keeps its own encoding', () => {
    expect(parseRoute(`#/request?uri=${REQUEST}`).uri).toBe(REQUEST);
  });
});

describe('a link that was pasted or scanned', () => {
  test.each([
    ['a request', REQUEST, 'request', REQUEST],
    ['an offer with spaces around it', `  ${OFFER}\n`, 'offer', OFFER],
    [
      'a page of a request',
      REQUEST.replace('openid4vp://?', 'https://flats.example/request#'),
      'request',
      REQUEST,
    ],
    [
      'a page of an offer',
      OFFER.replace('openid-credential-offer://?', 'https://payroll.example/offer#'),
      'offer',
      OFFER,
    ],
    [
      'a page with its link in the query',
      REQUEST.replace('openid4vp://', 'https://flats.example/'),
      'request',
      REQUEST,
    ],
    ['a page of a wallet', `https://wallet.example/#/offer?uri=${encodeURIComponent(OFFER)}`, 'offer', OFFER],
  ])('%s', (_name, text, page, uri) => {
    expect(parseRoute(routeOfLink(text) ?? '')).toEqual({ page, uri });
  });

  test.each(['', 'hello', 'https://flats.example/', 'javascript:alert(1)', 'https://', 'mailto:a@b.example'])(
    'is nothing for the wallet: %s',
    (text) => {
      expect(routeOfLink(text)).toBeUndefined();
    },
  );

  test('does not lead to another page that leads to another one', () => {
    const nested = `https://a.example/#/offer?uri=${encodeURIComponent(`https://b.example/#/offer?uri=${OFFER}`)}`;
    expect(routeOfLink(nested)).toBeUndefined();
  });
});
