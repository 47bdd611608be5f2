import { describe, expect, test } from '@jest/globals';
import { createOffer, offerLink, offerUri, requestPageLink, walletLink } from '@zk-income/openid';
import { readLink } from './read-link.js';

const service = { publicUrl: 'https://income.example/api' };
const STATUS_ID = 'aP4nQm1xYt7Vb2Kc8Ls5Wd0Re3Zg6Hj9Uf4Ti1Oy8Eo';
const reference = {
  clientId: 'x509_san_dns:income.example',
  requestUri: 'https://income.example/api/openid/requests/id.secret',
  requestUriMethod: 'post',
} as const;
const requestLink = (changes: Partial<typeof reference> | { requestUri: string } = {}, statusId?: string) =>
  requestPageLink('https://income.example/api/request', { ...reference, ...changes }, statusId);
const offer = (issuer = service.publicUrl) =>
  createOffer({ issuer, preAuthorizedCode: 'code', txCode: { length: 8, input_mode: 'numeric' } });
const offerPage = (issuer?: string) => offerLink('https://income.example/api/offer', offer(issuer));

describe('a request', () => {
  test('opens a wallet with what the verifier sent, without the id of the state', () => {
    expect(readLink(requestLink({}, STATUS_ID), service)).toEqual({
      kind: 'request',
      opens: walletLink(reference),
      statusId: STATUS_ID,
    });
  });

  test.each([undefined, '', 'short', `${STATUS_ID}x`, `../${STATUS_ID.slice(3)}`])(
    'has no state with the id %s',
    (statusId) => {
      expect(readLink(requestLink({}, statusId), service)).toEqual({
        kind: 'request',
        opens: walletLink(reference),
      });
    },
  );

  test('may be shown by the same service under another name', () => {
    const link = requestLink().replace('https://income.example/api/request', 'http://localhost:3002/request');
    expect(readLink(link, service)).toMatchObject({ kind: 'request' });
  });

  test.each([
    'https://evil.example/openid/requests/id.secret',
    'https://income.example/openid/requests/id.secret',
    'https://income.example.evil.example/api/openid/requests/id.secret',
    'https://income.example/api@evil.example/openid/requests/id.secret',
    'https://income.example/apix/openid/requests/id.secret',
  ])('of another service is not opened: %s', (requestUri) => {
    expect(readLink(requestLink({ requestUri }), service)).toEqual({ kind: 'unusable', reason: 'foreign' });
  });

  test.each([
    '',
    '#',
    '#client_id=x509_san_dns%3Aincome.example',
    '#request_uri=https%3A%2F%2Fincome.example%2Fapi%2Fopenid%2Frequests%2Fid.secret',
    '#client_id=x509_san_dns%3Aincome.example&request=eyJ.eyJ.sig',
    '#client_id=x509_san_dns%3Aincome.example&request_uri=javascript%3Aalert(1)',
    '#client_id=%',
  ])('is incomplete with the fragment %s', (fragment) => {
    expect(readLink(`https://income.example/api/request${fragment}`, service)).toEqual({
      kind: 'unusable',
      reason: 'incomplete',
    });
  });
});

describe('an offer', () => {
  test('opens a wallet with what the issuer sent, and says that a code is needed', () => {
    expect(readLink(offerPage(), service)).toEqual({
      kind: 'offer',
      opens: offerUri(offer()),
      code: { length: 8, input_mode: 'numeric' },
    });
  });

  test('of another issuer is not opened', () => {
    expect(readLink(offerPage('https://evil.example'), service)).toEqual({
      kind: 'unusable',
      reason: 'foreign',
    });
  });

  test.each([
    '',
    '#credential_offer=%7B',
    '#credential_offer=%7B%7D',
    '#credential_offer_uri=https%3A%2F%2Fincome.example%2Foffer',
    `#credential_offer=${encodeURIComponent(JSON.stringify(offer())).slice(0, -9)}`,
  ])('is incomplete with the fragment %s', (fragment) => {
    expect(readLink(`https://income.example/api/offer${fragment}`, service)).toEqual({
      kind: 'unusable',
      reason: 'incomplete',
    });
  });
});

describe('a listing', () => {
  const text = `Rw3mYvSx2f8GZyY3w0t1LA.${STATUS_ID}`;
  const page = 'https://income.example/api/listing';

  test('is named by its id and secret', () => {
    expect(readLink(`${page}#${text}`, service)).toEqual({ kind: 'listing', text });
  });

  test.each(['', '#', `#${text}x`, `#${text.slice(1, -1)}`, `#../${text}`, `#${text}/../../offers`, '#x.y'])(
    'is incomplete with the fragment %s',
    (fragment) => {
      expect(readLink(`${page}${fragment}`, service)).toEqual({ kind: 'unusable', reason: 'incomplete' });
    },
  );
});
