import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OpenidError } from './openid-error.js';

test('an error is the body of a response', () => {
  const error = new OpenidError('invalid_grant', 'The code has expired.');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    error: 'invalid_grant',
    error_description: 'The code has expired.',
  });
});

test('RFC 6749, 5.2: a description has printable ASCII characters only, without quotes and backslashes', () => {
  expect(new OpenidError('invalid_request', 'über "x" \\ \n').description).toBe("?ber 'x' ? ?");
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(new OpenidError('invalid_request', text).description).toMatch(
        /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/,
      );
    }),
  );
});

test('the status is that of the standard for the code, or what the caller says', () => {
  expect(new OpenidError('invalid_proof', '').status).toBe(400);
  expect(new OpenidError('invalid_token', '').status).toBe(401);
  expect(new OpenidError('temporarily_unavailable', '').status).toBe(503);
  expect(new OpenidError('slow_down', '', { status: 429 }).status).toBe(429);
});
