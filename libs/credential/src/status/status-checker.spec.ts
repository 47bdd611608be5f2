import { deflateSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { ISSUER, makeIssuer, makeKey, NOW, TestClock, TestDocuments } from '../testing/environment.js';
import { forgeStatusList, type ListForgery, packStatuses, STATUS_LIST_URI } from '../testing/status-lists.js';
import { IssuerDirectory } from '../verify/issuer-directory.js';
import { StatusChecker } from './status-checker.js';

const OTHER = 'https://other.example';
const SECONDS = NOW / 1000;
const documents = new TestDocuments();
const clock = new TestClock();
let issuer: Awaited<ReturnType<typeof makeIssuer>>;
let other: Awaited<ReturnType<typeof makeIssuer>>;
let checker: StatusChecker;

beforeAll(async () => {
  issuer = await makeIssuer(documents, clock);
  other = await makeIssuer(documents, clock, { iss: OTHER });
});

beforeEach(() => {
  clock.time = NOW;
  checker = new StatusChecker(documents, new IssuerDirectory(documents, clock), clock);
});

const find = (idx = 0, uri = STATUS_LIST_URI, iss = ISSUER) => checker.find(iss, { idx, uri });

async function publish(forgery: ListForgery = {}, uri = STATUS_LIST_URI): Promise<void> {
  const token = await forgeStatusList(issuer.key, issuer.keys.kid, forgery);
  documents.sources.set(uri, () => token);
}

/** What is found where the list is forged; every entry of it says valid. */
async function finding(forgery: ListForgery = {}) {
  await publish(forgery);
  return find();
}

test('accepts a list that is forged in nothing', async () => {
  expect(await finding()).toBe('valid');
});

describe('the list token', () => {
  test.each([
    undefined,
    'JWT',
    'statuslist',
    'application/statuslist+jwt',
    'STATUSLIST+JWT',
    ['statuslist+jwt'],
  ])('has no type of %j', async (typ) => {
    expect(await finding({ header: { typ } })).toBe('unknown');
  });

  test('demands no extension, not even one that the library knows', async () => {
    expect(await finding({ header: { crit: ['b64'], b64: true } })).toBe('unknown');
  });

  // The library refuses these as well, being told the algorithm of the key.
  test.each([undefined, 'ES384', 'none', 'EdDSA'])('is not signed with %j', async (alg) => {
    expect(await finding({ header: { alg } })).toBe('unknown');
  });

  test.each([undefined, 'unknown', 7, ['kid']])('is not signed by a key called %j', async (kid) => {
    expect(await finding({ header: { kid } })).toBe('unknown');
  });

  test.each([
    ['another list of this issuer', `${ISSUER}/status-lists/1`],
    ['the same with a slash more', `${STATUS_LIST_URI}/`],
    ['nothing', undefined],
    ['a list of lists', [STATUS_LIST_URI]],
  ])('is not about %s', async (_, sub) => {
    expect(await finding({ payload: { sub } })).toBe('unknown');
  });

  test.each([
    [SECONDS + 60, 'valid'],
    [SECONDS + 61, 'unknown'],
    [String(SECONDS), 'unknown'],
    [undefined, 'unknown'],
    [null, 'unknown'],
  ])('was made at %j: %s', async (iat, expected) => {
    expect(await finding({ payload: { iat } })).toBe(expected);
  });

  test.each([
    [SECONDS + 1, 'valid'],
    [SECONDS, 'unknown'],
    [undefined, 'valid'],
    [String(SECONDS + 1), 'unknown'],
    [null, 'unknown'],
  ])('expires at %j: %s', async (exp, expected) => {
    expect(await finding({ payload: { exp } })).toBe(expected);
  });

  test.each([0, -1, '300', null, [300]])('has no ttl of %j', async (ttl) => {
    expect(await finding({ payload: { ttl } })).toBe('unknown');
  });

  test('is a JWT', async () => {
    documents.sources.set(STATUS_LIST_URI, () => 'not a list');
    expect(await find()).toBe('unknown');
  });
});

describe('a list of another', () => {
  test('issuer is not taken, though that is trusted too', async () => {
    const token = await forgeStatusList(other.key, other.keys.kid);
    documents.sources.set(STATUS_LIST_URI, () => token);
    expect(await find()).toBe('unknown');
  });

  test('issuer is not taken from its own place either', async () => {
    expect(await find(0, `${OTHER}/status-lists/0`)).toBe('unknown');
    expect(await find(0, `${OTHER}/status-lists/0`, OTHER)).toBe('valid');
  });

  test('key under the kid of the issuer is not taken', async () => {
    const token = await forgeStatusList(await makeKey(), issuer.keys.kid);
    documents.sources.set(STATUS_LIST_URI, () => token);
    expect(await find()).toBe('unknown');
  });

  test.each([
    'https://lists.example/0',
    'http://issuer.example/status-lists/0',
    'https://issuer.example:444/status-lists/0',
    'https://issuer.example.evil.example/status-lists/0',
    'https://issuer.example@evil.example/status-lists/0',
    '/status-lists/0',
    '',
  ])('host is not even asked: %s', async (uri) => {
    await publish({ payload: { sub: uri } }, uri);
    const asked = documents.fetched.length;
    expect(await find(0, uri)).toBe('unknown');
    expect(documents.fetched).toHaveLength(asked);
  });

  test('is not found in the cache: two issuers may share a host, not their lists', async () => {
    const tenant = `${ISSUER}/tenant`;
    const { keys } = await makeIssuer(documents, clock, { iss: tenant });
    expect(keys.kid).not.toBe(issuer.keys.kid);
    expect(await finding()).toBe('valid');
    expect(await find(0, STATUS_LIST_URI, tenant)).toBe('unknown');
  });
});

describe('a list that cannot be had', () => {
  test('makes the status unknown, and is asked for again', async () => {
    documents.sources.delete(STATUS_LIST_URI);
    expect(await find()).toBe('unknown');
    await publish();
    expect(await find()).toBe('valid');
  });

  test('when those of the cache are stale leaves nothing to believe', async () => {
    expect(await finding({ payload: { ttl: 1 } })).toBe('valid');
    documents.sources.delete(STATUS_LIST_URI);
    clock.time += 1000;
    expect(await find()).toBe('unknown');
  });
});

describe('what is inside', () => {
  test.each([0, 3, 16, -1, 1.5, '2', null, undefined])('has no entries of %j bits', async (bits) => {
    const status_list = { bits, lst: packStatuses([0], 2) };
    expect(await finding({ payload: { status_list } })).toBe('unknown');
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list of numbers', [0]],
    ['padded base64url', `${encodeBase64url(deflateSync(new Uint8Array(4)))}=`],
    ['no zlib', encodeBase64url(new Uint8Array(64))],
    ['zlib with its end cut off', encodeBase64url(deflateSync(new Uint8Array(4)).subarray(0, 9))],
    ['more than 8 MiB from few bytes', encodeBase64url(deflateSync(new Uint8Array(8 * 2 ** 20 + 1)))],
  ])('is not %s', async (_, lst) => {
    expect(await finding({ lst })).toBe('unknown');
  });

  test('may be 8 MiB', async () => {
    expect(await finding({ lst: encodeBase64url(deflateSync(new Uint8Array(8 * 2 ** 20))) })).toBe('valid');
  });

  test.each([[[]], ['list'], [null]])('is not %j', async (statusList) => {
    expect(await finding({ payload: { status_list: statusList } })).toBe('unknown');
  });

  test.each([
    [1, [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]],
    [2, [0, 1, 2, 3, 0, 1, 2, 3, 0, 2]],
    [4, [0, 1, 2, 3, 4, 15, 0, 1, 2, 12]],
    [8, [0, 1, 2, 3, 255, 16, 0, 1, 2, 128]],
  ])('with entries of %i bits is read entry by entry; 0 and nothing else is valid', async (bits, values) => {
    await publish({ bits, values });
    const names = ['valid', 'revoked', 'suspended'];
    for (const [index, value] of values.entries()) expect(await find(index)).toBe(names[value] ?? 'unknown');
  });

  test('has no entry behind its end', async () => {
    await publish({ bits: 8, values: [0, 0, 0] });
    expect(await find(2)).toBe('valid');
    for (const index of [3, 1000, 2 ** 32, Number.MAX_SAFE_INTEGER])
      expect(await find(index)).toBe('unknown');
  });
});

describe('the cache', () => {
  const revokedAfter = async (payload: object, milliseconds: number) => {
    expect(await finding({ payload: { ...payload } })).toBe('valid');
    await publish({ payload: { exp: undefined }, values: [1] });
    clock.time = NOW + milliseconds;
    return find();
  };
  const exp = SECONDS + 86_400;

  test.each([
    ['ttl', { ttl: 300, exp }, 300_000],
    ['exp where that is sooner', { ttl: 300, exp: SECONDS + 100 }, 100_000],
    ['15 minutes where ttl is more', { ttl: 3600, exp }, 900_000],
    ['15 minutes where nothing is said', { ttl: undefined, exp: undefined }, 900_000],
    ['exp where no ttl is given', { ttl: undefined, exp: SECONDS + 100 }, 100_000],
    ['a ttl of a second', { ttl: 1, exp }, 1000],
  ])('lasts as long as %s', async (_, payload, milliseconds) => {
    expect(await revokedAfter(payload, milliseconds - 1)).toBe('valid');
    expect(await find()).toBe('valid');
    clock.time = NOW + milliseconds;
    expect(await find()).toBe('revoked');
  });

  test('is filled once for all who come at once, at first and when it is stale', async () => {
    await publish();
    const many = async () => {
      const asked = documents.fetched.filter((url) => url === STATUS_LIST_URI).length;
      expect(new Set(await Promise.all(Array.from({ length: 20 }, () => find())))).toEqual(
        new Set(['valid']),
      );
      return documents.fetched.filter((url) => url === STATUS_LIST_URI).length - asked;
    };
    expect(await many()).toBe(1);
    expect(await many()).toBe(0);
    clock.time += 300_000;
    expect(await many()).toBe(1);
  });
});
