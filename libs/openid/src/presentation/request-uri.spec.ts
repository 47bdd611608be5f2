import { describe, expect, test } from '@jest/globals';
import { parseForm } from '../messages/index.js';
import { outcome } from '../testing/outcome.js';
import { parseAuthorizationRequest } from './authorization-request.js';
import { parseRequestUriForm, requestPageLink, walletLink } from './request-uri.js';

const reference = {
  clientId: 'x509_san_dns:verifier.example',
  requestUri: 'https://verifier.example/openid/requests/id.secret?a=b&c',
} as const;

test('5.7, 13.1.2: the link has client_id and request_uri, and is short enough for a QR code', () => {
  const link = walletLink(reference);
  expect(link).toMatch(
    /^openid4vp:\/\/\?client_id=x509_san_dns%3Averifier.example&request_uri=https%3A%2F%2F/,
  );
  expect(new URL(link).searchParams.get('request_uri')).toBe(reference.requestUri);
  expect(new URL(link).searchParams.has('request_uri_method')).toBe(false);
  expect(parseAuthorizationRequest(link)).toEqual({ kind: 'reference', ...reference });
});

test('5.1: request_uri_method is in the link where the verifier supports it', () => {
  const link = walletLink({ ...reference, requestUriMethod: 'post' });
  expect(new URL(link).searchParams.get('request_uri_method')).toBe('post');
  expect(parseAuthorizationRequest(link)).toEqual({
    kind: 'reference',
    ...reference,
    requestUriMethod: 'post',
  });
});

test('a link to a page has the request in its fragment, which no server sees', () => {
  const link = requestPageLink('https://verifier.example/request', reference);
  expect(new URL(link)).toMatchObject({ pathname: '/request', search: '' });
  expect(link).not.toContain('?');
  expect(link).not.toContain('status_id');
  expect(parseAuthorizationRequest(link)).toEqual({ kind: 'reference', ...reference });
});

test('a link to a page may also have the id of the public state, which wallets ignore', () => {
  const link = requestPageLink('https://verifier.example/request', reference, 'id/of state');
  expect(new URLSearchParams(new URL(link).hash.slice(1)).get('status_id')).toBe('id/of state');
  expect(parseAuthorizationRequest(link)).toEqual({ kind: 'reference', ...reference });
});

describe('5.10: what a wallet posts to the request URI', () => {
  const parsed = (body: string) => parseRequestUriForm(parseForm(body));

  test('wallet_nonce and wallet_metadata', () => {
    const metadata = { vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'] } } };
    const body = new URLSearchParams({ wallet_metadata: JSON.stringify(metadata), wallet_nonce: 'q+/=é' });
    expect(parsed(body.toString())).toEqual({ walletNonce: 'q+/=é', walletMetadata: metadata });
  });

  test('both are optional, and other parameters are ignored', () => {
    expect(parsed('')).toEqual({});
    expect(parsed('vp_formats_supported=%7B%7D&unknown=1')).toEqual({});
  });

  test.each([
    ['metadata that is no JSON', 'wallet_metadata=x'],
    ['metadata that is no object', 'wallet_metadata=%5B%5D'],
    ['metadata that nests too deep', `wallet_metadata=${'['.repeat(50)}${']'.repeat(50)}`],
    ['a huge nonce', `wallet_nonce=${'a'.repeat(1_025)}`],
    ['a repeated nonce', 'wallet_nonce=a&wallet_nonce=b'],
  ])('%s is refused', (_, body) => {
    expect(outcome(() => parsed(body))).toBe('invalid_request');
  });

  test('a nonce may be as long as a wallet makes it, up to the limit', () => {
    expect(parsed(`wallet_nonce=${'a'.repeat(1_024)}`).walletNonce).toHaveLength(1_024);
  });
});
