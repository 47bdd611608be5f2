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

/** The status result for a forged list. Every entry of the list is valid. */
async function finding(forgery: ListForgery = {}) {
  await publish(forgery);
  return find();
}

test('accepts an honest list', async () => {
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
  ])('typ is not %j', async (typ) => {
    expect(await finding({ header: { typ } })).toBe('unknown');
  });

  test('requires no extension, not even one that jose supports', async () => {
    expect(await finding({ header: { crit: ['b64'], b64: true } })).toBe('unknown');
  });

  test.each([undefined, 'ES384', 'none', 'EdDSA'])('is not signed with %j', async (alg) => {
    expect(await finding({ header: { alg } })).toBe('unknown');
  });

  test('is not signed with another algorithm, even if the signature is accepted', async () => {
    const lenient = new StatusChecker(
      documents,
      new IssuerDirectory(documents, clock),
      clock,
      async () => true,
    );
    const findingOf = async (forgery: ListForgery) => {
      await publish(forgery);
      return lenient.find(ISSUER, { idx: 0, uri: STATUS_LIST_URI });
    };
    expect(await findingOf({ header: { alg: 'none' } })).toBe('unknown');
    expect(await findingOf({})).toBe('valid');
  });

  test.each([undefined, 'unknown', 7, ['kid']])('is not signed by a key with kid %j', async (kid) => {
    expect(await finding({ header: { kid } })).toBe('unknown');
  });

  test.each([
    ['another list of this issuer', `${ISSUER}/status-lists/1`],
    ['the same with a trailing slash', `${STATUS_LIST_URI}/`],
    ['nothing', undefined],
    ['a list of lists', [STATUS_LIST_URI]],
  ])('sub is not %s', async (_, sub) => {
    expect(await finding({ payload: { sub } })).toBe('unknown');
  });

  test.each([
    [SECONDS + 60, 'valid'],
    [SECONDS + 61, 'unknown'],
    [String(SECONDS), 'unknown'],
    [undefined, 'unknown'],
    [null, 'unknown'],
  ])('issued at %j: %s', async (iat, expected) => {
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

  test.each([
    [{ nbf: SECONDS + 60 }, 'valid'],
    [{ nbf: SECONDS + 61 }, 'unknown'],
    [{ nbf: null }, 'unknown'],
    [{ nbf: String(SECONDS) }, 'unknown'],
    [{ iat: SECONDS - 0.5 }, 'unknown'],
    [{ exp: 1e300 }, 'unknown'],
    [{ iss: ISSUER }, 'valid'],
    [{ iss: OTHER }, 'unknown'],
    [{ jti: 7 }, 'unknown'],
    [{ aud: 'https://another-verifier.example' }, 'unknown'],
  ])('registered claims %j: %s', async (claims, expected) => {
    expect(await finding({ payload: claims })).toBe(expected);
  });

  test.each([0, -1, '300', null, [300]])('ttl is not %j', async (ttl) => {
    expect(await finding({ payload: { ttl } })).toBe('unknown');
  });

  test('is a JWT', async () => {
    documents.sources.set(STATUS_LIST_URI, () => 'not a list');
    expect(await find()).toBe('unknown');
  });
});

describe('a list of another', () => {
  test('trusted issuer is rejected', async () => {
    const token = await forgeStatusList(other.key, other.keys.kid);
    documents.sources.set(STATUS_LIST_URI, () => token);
    expect(await find()).toBe('unknown');
  });

  test('issuer is rejected at its own URI too', async () => {
    expect(await find(0, `${OTHER}/status-lists/0`)).toBe('unknown');
    expect(await find(0, `${OTHER}/status-lists/0`, OTHER)).toBe('valid');
  });

  test('key under the kid of the issuer is rejected', async () => {
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
  ])('host is not fetched: %s', async (uri) => {
    await publish({ payload: { sub: uri } }, uri);
    const fetchedBefore = documents.fetched.length;
    expect(await find(0, uri)).toBe('unknown');
    expect(documents.fetched).toHaveLength(fetchedBefore);
  });

  test('issuer on the same host is not found in the cache', async () => {
    const tenant = `${ISSUER}/tenant`;
    const { keys } = await makeIssuer(documents, clock, { iss: tenant });
    expect(keys.kid).not.toBe(issuer.keys.kid);
    expect(await finding()).toBe('valid');
    expect(await find(0, STATUS_LIST_URI, tenant)).toBe('unknown');
  });
});

describe('a list that is not available', () => {
  test('makes the status unknown, and is fetched again', async () => {
    documents.sources.delete(STATUS_LIST_URI);
    expect(await find()).toBe('unknown');
    await publish();
    expect(await find()).toBe('valid');
  });

  test('is fetched again if it was corrupt', async () => {
    expect(await finding({ lst: encodeBase64url(deflateSync(Uint8Array.of(0)).subarray(0, 5)) })).toBe(
      'unknown',
    );
    expect(await finding()).toBe('valid');
  });

  test('is not replaced by a stale one from the cache', async () => {
    expect(await finding({ payload: { ttl: 1 } })).toBe('valid');
    documents.sources.delete(STATUS_LIST_URI);
    clock.time += 1000;
    expect(await find()).toBe('unknown');
  });
});

describe('the content of a list', () => {
  test.each([0, 3, 16, -1, 1.5, '2', null, undefined])('does not have entries of %j bits', async (bits) => {
    const status_list = { bits, lst: packStatuses([0], 2) };
    expect(await finding({ payload: { status_list } })).toBe('unknown');
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list of numbers', [0]],
    ['padded base64url', `${encodeBase64url(deflateSync(new Uint8Array(4)))}=`],
    ['data that is not zlib', encodeBase64url(new Uint8Array(64))],
    ['truncated zlib', encodeBase64url(deflateSync(new Uint8Array(4)).subarray(0, 9))],
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
  ])('with entries of %i bits is read by entry, and only 0 is valid', async (bits, values) => {
    await publish({ bits, values });
    const names = ['valid', 'revoked', 'suspended'];
    for (const [index, value] of values.entries()) expect(await find(index)).toBe(names[value] ?? 'unknown');
  });

  test('has no entry after its end', async () => {
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
    ['exp, if that is sooner', { ttl: 300, exp: SECONDS + 100 }, 100_000],
    ['15 minutes, if ttl is more', { ttl: 3600, exp }, 900_000],
    ['15 minutes, without ttl and exp', { ttl: undefined, exp: undefined }, 900_000],
    ['exp, without ttl', { ttl: undefined, exp: SECONDS + 100 }, 100_000],
    ['a ttl of a second', { ttl: 1, exp }, 1000],
  ])('lasts for %s', async (_, payload, milliseconds) => {
    expect(await revokedAfter(payload, milliseconds - 1)).toBe('valid');
    expect(await find()).toBe('valid');
    clock.time = NOW + milliseconds;
    expect(await find()).toBe('revoked');
  });

  test('fetches once for concurrent callers, at first and when it is stale', async () => {
    await publish();
    const many = async () => {
      const fetchedBefore = documents.fetched.filter((url) => url === STATUS_LIST_URI).length;
      expect(new Set(await Promise.all(Array.from({ length: 20 }, () => find())))).toEqual(
        new Set(['valid']),
      );
      return documents.fetched.filter((url) => url === STATUS_LIST_URI).length - fetchedBefore;
    };
    expect(await many()).toBe(1);
    expect(await many()).toBe(0);
    clock.time += 300_000;
    expect(await many()).toBe(1);
  });
});
