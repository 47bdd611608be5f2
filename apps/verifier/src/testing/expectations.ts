import { expect } from '@jest/globals';
import { redirectUriOf } from '@zk-income/openid';
import type { Response } from 'supertest';

export const REDIRECT_URI = 'https://portal.example/done';

/** Expects an error of OAuth, with this code of the project if there is one. */
export function expectError(response: Response, status: number, code?: string | RegExp): void {
  expect([response.status, response.type, response.headers['cache-control']]).toEqual([
    status,
    'application/json',
    'no-store',
  ]);
  expect(response.body).toMatchObject({
    error: status === 429 || status === 503 ? 'temporarily_unavailable' : 'invalid_request',
    error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/),
  });
  if (code instanceof RegExp) expect(response.body.code).toMatch(code);
  else expect(response.body.code).toBe(code);
}

/** Expects that an answer was taken, without a word on its verdict. */
export function expectTaken(response: Response): void {
  expect([response.status, response.type, response.text]).toEqual([200, 'application/json', '{}']);
  expect(response.headers['cache-control']).toBe('no-store');
}

/** The response code in the URL to which the wallet sends the person. */
export function responseCodeOf(response: Response): string {
  const url = new URL(redirectUriOf(response.body)!);
  expect(`${url.origin}${url.pathname}${url.search}`).toBe(REDIRECT_URI);
  const code = new URLSearchParams(url.hash.slice(1)).get('response_code')!;
  expect(code).toMatch(/^[\w-]{43}$/);
  return code;
}
