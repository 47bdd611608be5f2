import { describe, expect, test } from '@jest/globals';
import { isMeantFor, readRegisteredClaims, timeFault } from './jwt-claims.js';
import { CLOCK_SKEW_SECONDS } from './limits.js';

describe('registered claims of a JWT', () => {
  test('are read, others are not', () => {
    const claims = { iss: 'i', sub: 's', aud: ['a', 'b'], jti: 'j', iat: 0, nbf: 1, exp: 2 };
    expect(readRegisteredClaims({ ...claims, more: 1 })).toEqual(claims);
    expect(readRegisteredClaims({})).toEqual({});
    expect(readRegisteredClaims(Object.create({ iss: 1 }))).toEqual({});
  });

  test('an audience in plain text is a list of one', () => {
    expect(readRegisteredClaims({ aud: 'a' })).toEqual({ aud: ['a'] });
  });

  test.each(['iss', 'sub', 'jti'])('%s is a string', (name) => {
    for (const value of [null, undefined, 1, true, ['a'], {}]) {
      expect(readRegisteredClaims({ [name]: value })).toBeUndefined();
    }
  });

  test('aud is a string or a list of strings that is not empty', () => {
    for (const aud of [null, undefined, 1, {}, [], [1], ['a', null], [['a']]]) {
      expect(readRegisteredClaims({ aud })).toBeUndefined();
    }
  });

  test.each(['iat', 'nbf', 'exp'])('%s is an exact integer that is not negative', (name) => {
    for (const value of [null, undefined, '1', -1, 0.5, 2 ** 53, 1e300, Number.NaN, [1], true]) {
      expect(readRegisteredClaims({ [name]: value })).toBeUndefined();
    }
    expect(readRegisteredClaims({ [name]: 2 ** 53 - 1 })).toEqual({ [name]: 2 ** 53 - 1 });
  });
});

describe('the times of a JWT', () => {
  const now = 1_000;

  test('iat and nbf may be ahead by the clock skew', () => {
    const limit = now + CLOCK_SKEW_SECONDS;
    for (const name of ['iat', 'nbf']) {
      expect(timeFault({ [name]: limit }, now)).toBeUndefined();
      expect(timeFault({ [name]: limit + 1 }, now)).toBe('not_yet_valid');
    }
    expect(timeFault({}, now)).toBeUndefined();
  });

  test('iat may be ahead by another time where the caller says so', () => {
    expect(timeFault({ iat: now }, now, 0)).toBeUndefined();
    expect(timeFault({ iat: now + 1 }, now, 0)).toBe('not_yet_valid');
    expect(timeFault({ nbf: now + 1 }, now, 0)).toBeUndefined();
  });

  test('a JWT has expired in the second that exp names', () => {
    expect(timeFault({ exp: now + 1 }, now)).toBeUndefined();
    expect(timeFault({ exp: now }, now)).toBe('expired');
  });
});

test('a JWT is meant for everybody, or for those that its audience names', () => {
  expect(isMeantFor({}, 'a')).toBe(true);
  expect(isMeantFor({ aud: ['b', 'a'] }, 'a')).toBe(true);
  expect(isMeantFor({ aud: ['b'] }, 'a')).toBe(false);
});
