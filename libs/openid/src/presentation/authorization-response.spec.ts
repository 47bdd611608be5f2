import { describe, expect, test } from '@jest/globals';
import { OpenidError, parseForm } from '../messages/index.js';
import { outcome } from '../testing/outcome.js';
import {
  authorizationErrorResponse,
  authorizationResponse,
  redirectUriOf,
} from './authorization-response.js';

test('8.1, 8.2: a response is a form with the VP token as JSON, and the state', async () => {
  const body = await authorizationResponse({ state: 'a~b' }, { salary: 'eyJ…~', pension: 'x&y=z+1' });
  const form = parseForm(body);
  expect([...form.keys()]).toEqual(['vp_token', 'state']);
  expect(JSON.parse(form.get('vp_token')!)).toEqual({ salary: ['eyJ…~'], pension: ['x&y=z+1'] });
  expect(form.get('state')).toBe('a~b');
  expect([...parseForm(await authorizationResponse({}, { salary: 'a' })).keys()]).toEqual(['vp_token']);
});

test('8.5: an error response has the code, a description in ASCII, and the state', () => {
  const error = new OpenidError('access_denied', 'Die Person möchte "nicht".');
  expect(Object.fromEntries(parseForm(authorizationErrorResponse({ state: 'x' }, error)))).toEqual({
    error: 'access_denied',
    error_description: "Die Person m?chte 'nicht'.",
    state: 'x',
  });
});

describe('8.2: redirect_uri of the answer', () => {
  test('is an absolute URI, of a page or an app, and optional', () => {
    const uri = 'https://client.example.org/cb#response_code=091535f699ea575c7937fa5f0f454aee';
    expect(redirectUriOf({ redirect_uri: uri, unknown: 1 })).toBe(uri);
    expect(redirectUriOf({ redirect_uri: 'com.example.app://cb' })).toBe('com.example.app://cb');
    expect(redirectUriOf({})).toBeUndefined();
  });

  test.each<[unknown]>([
    [{ redirect_uri: '/cb' }],
    [{ redirect_uri: '' }],
    [{ redirect_uri: null }],
    [{ redirect_uri: ['https://a.example'] }],
    [{ redirect_uri: 'javascript:alert(1)' }],
    [{ redirect_uri: 'JavaScript:alert(1)' }],
    [{ redirect_uri: 'data:text/html,x' }],
    [[]],
    [null],
    ['https://a.example'],
  ])('is not that of %j', (json) => {
    expect(outcome(() => redirectUriOf(json))).toBe('invalid_request');
  });
});
