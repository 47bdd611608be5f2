import { describe, expect, test } from '@jest/globals';
import { requestPageLink, walletLink } from '@zk-income/openid';
import { readSource } from './read-source.js';

const STATUS_ID = 'aP4nQm1xYt7Vb2Kc8Ls5Wd0Re3Zg6Hj9Uf4Ti1Oy8Eo';
const reference = {
  clientId: 'x509_san_dns:income.example',
  requestUri: 'https://income.example/api/openid/requests/id.secret',
  requestUriMethod: 'post',
} as const;
const link = (page = 'https://income.example/api/request', statusId: string | undefined = STATUS_ID) =>
  requestPageLink(page, reference, statusId);

test('the link of a request says what opens a wallet and where the state is', () => {
  expect(readSource(link())).toEqual({
    host: 'income.example',
    opens: walletLink(reference),
    page: link(),
    statusUrl: `https://income.example/api/requests/status/${STATUS_ID}`,
  });
});

test('a local verifier may be reached over HTTP, on another port than its https URL', () => {
  const local = requestPageLink(
    'http://localhost:3002/request',
    { ...reference, requestUri: 'https://localhost:3442/openid/requests/id.secret' },
    STATUS_ID,
  );
  expect(readSource(local)?.statusUrl).toBe(`http://localhost:3002/requests/status/${STATUS_ID}`);
});

describe('is not the link of a request:', () => {
  test.each([
    '',
    'income.example/request',
    'javascript:alert(1)#client_id=x',
    link('http://income.example/api/request'),
    link('https://evil.example/request'),
    link('https://income.example/api/request', ''),
    link('https://income.example/api/request', '../../verify'),
    walletLink(reference),
    `https://income.example/request#status_id=${STATUS_ID}`,
    `https://income.example/request#client_id=x&request=eyJ.eyJ.c2ln&status_id=${STATUS_ID}`,
    `https://income.example/request#client_id=x&request_uri=javascript%3Aalert(1)&status_id=${STATUS_ID}`,
  ])('%s', (src) => {
    expect(readSource(src)).toBeUndefined();
  });
});
