import { beforeEach, describe, expect, test } from '@jest/globals';
import { ISSUER, makeKey, TestClock, TestDocuments } from '../testing/environment.js';
import type { Json } from '../testing/policies.js';
import { IssuerDirectory } from './issuer-directory.js';

const METADATA = `${ISSUER}/.well-known/jwt-vc-issuer`;
const JWKS = `${ISSUER}/keys`;
const { publicJwk: one } = await makeKey();
const { publicJwk: two } = await makeKey('EdDSA');

let documents: TestDocuments;
let clock: TestClock;
let directory: IssuerDirectory;

const publish = (url: string, value: Json) =>
  documents.sources.set(url, () => (typeof value === 'string' ? value : JSON.stringify(value)));

beforeEach(() => {
  documents = new TestDocuments();
  clock = new TestClock();
  directory = new IssuerDirectory(documents, clock);
  publish(METADATA, { issuer: ISSUER, jwks_uri: JWKS });
  publish(JWKS, { keys: [{ ...one, kid: '1', use: 'sig', alg: 'ES256' }] });
});

describe('the keys of an issuer', () => {
  test('are at the jwks_uri of its metadata', async () => {
    expect(await directory.key(ISSUER, '1')).toEqual(one);
    expect(await directory.key(ISSUER, '2')).toBeUndefined();
    expect(documents.fetched).toEqual([METADATA, JWKS]);
  });

  test('may be in its metadata', async () => {
    publish(METADATA, { issuer: ISSUER, jwks: { keys: [{ ...two, kid: '2' }] } });
    expect(await directory.key(ISSUER, '2')).toEqual(two);
    expect(documents.fetched).toEqual([METADATA]);
  });

  test('of an issuer with a path: the well-known part stands between host and path', async () => {
    const tenant = `${ISSUER}/tenant/1`;
    publish(`${METADATA}/tenant/1`, { issuer: tenant, jwks_uri: JWKS });
    expect(await directory.key(tenant, '1')).toEqual(one);
  });

  test('are not found by an inherited name', async () => {
    for (const kid of ['constructor', '__proto__', 'toString']) {
      expect(await directory.key(ISSUER, kid)).toBeUndefined();
    }
  });

  test('are reduced to their members, and keys of other types and uses are ignored', async () => {
    const { privateJwk } = await makeKey();
    publish(JWKS, {
      keys: [
        null,
        'key',
        { kty: 'RSA', n: 'AAAA', e: 'AQAB', kid: 'rsa' },
        { ...one, kid: 'for encryption', use: 'enc' },
        { ...one, kid: 7 },
        { ...one },
        { ...privateJwk, kid: 'private' },
        { ...one, y: one.x, kid: 'off the curve' },
        { ...one, kid: 'more members', x5u: 'https://evil.example', ext: true },
      ],
    });
    for (const kid of ['rsa', 'for encryption', '7', 7, 'undefined', undefined]) {
      expect(await directory.key(ISSUER, kid as string)).toBeUndefined();
    }
    expect(await directory.key(ISSUER, 'private')).toBeUndefined();
    expect(await directory.key(ISSUER, 'off the curve')).toBeUndefined();
    expect(await directory.key(ISSUER, 'more members')).toEqual(one);
  });
});

test('the same key twice under one kid is one key', async () => {
  publish(JWKS, {
    keys: [
      { ...one, kid: '1' },
      { ...one, kid: '1', use: 'sig' },
    ],
  });
  expect(await directory.key(ISSUER, '1')).toEqual(one);
});

describe('keys are not available', () => {
  test.each<[string, Json, Json?]>([
    ['the metadata names another issuer', { issuer: 'https://other.example', jwks_uri: JWKS }],
    ['the metadata names the issuer with a trailing slash', { issuer: `${ISSUER}/`, jwks_uri: JWKS }],
    ['the metadata names no issuer', { jwks_uri: JWKS }],
    ['the metadata is a list', [{ issuer: ISSUER, jwks_uri: JWKS }]],
    ['the metadata is not JSON', 'issuer'],
    ['there are no keys', { issuer: ISSUER }],
    ['jwks is null', { issuer: ISSUER, jwks: null, jwks_uri: JWKS }],
    ['the JWKS is a list', { issuer: ISSUER, jwks_uri: JWKS }, [{ ...one, kid: '1' }]],
    ['the keys are a string', { issuer: ISSUER, jwks_uri: JWKS }, { keys: 'key' }],
    ['the keys are not a list', { issuer: ISSUER, jwks_uri: JWKS }, { keys: { ...one, kid: '1' } }],
    [
      'two keys have the same kid',
      { issuer: ISSUER, jwks_uri: JWKS },
      {
        keys: [
          { ...one, kid: '1' },
          { ...two, kid: '1' },
        ],
      },
    ],
  ])('if %s', async (_, metadata, ...[jwks]) => {
    publish(METADATA, metadata);
    if (jwks) publish(JWKS, jwks);
    await expect(directory.key(ISSUER, '1')).rejects.toThrow();
  });

  test.each<[unknown]>([
    ['https://evil.example/keys'],
    ['http://issuer.example/keys'],
    ['https://issuer.example:444/keys'],
    ['https://issuer.example@evil.example/keys'],
    ['/keys'],
    [[JWKS]],
    [undefined],
  ])('if jwks_uri is not on the origin of the issuer: %j', async (uri) => {
    publish(METADATA, { issuer: ISSUER, jwks_uri: uri });
    publish(uri as string, { keys: [{ ...one, kid: '1' }] });
    await expect(directory.key(ISSUER, '1')).rejects.toThrow();
    expect(documents.fetched).toEqual([METADATA]);
  });
});

describe('the cache', () => {
  test('lasts for five minutes', async () => {
    await directory.key(ISSUER, '1');
    clock.time += 299_999;
    await directory.key(ISSUER, '1');
    expect(documents.fetched).toHaveLength(2);
    publish(JWKS, { keys: [] });
    clock.time += 1;
    expect(await directory.key(ISSUER, '1')).toBeUndefined();
    expect(documents.fetched).toHaveLength(4);
  });

  test('is refreshed for an unknown kid, at most every ten seconds', async () => {
    await directory.key(ISSUER, '1');
    publish(JWKS, { keys: [{ ...two, kid: '2' }] });
    clock.time += 9_999;
    expect(await directory.key(ISSUER, '2')).toBeUndefined();
    expect(documents.fetched).toHaveLength(2);
    clock.time += 1;
    expect(await directory.key(ISSUER, '2')).toEqual(two);
    expect(documents.fetched).toHaveLength(4);
  });

  test('serves concurrent callers with one fetch', async () => {
    await Promise.all(Array.from({ length: 20 }, () => directory.key(ISSUER, '1')));
    expect(documents.fetched).toHaveLength(2);
  });

  test('does not cache a failure', async () => {
    const source = documents.sources.get(JWKS)!;
    documents.sources.delete(JWKS);
    await expect(directory.key(ISSUER, '1')).rejects.toThrow();
    documents.sources.set(JWKS, source);
    expect(await directory.key(ISSUER, '1')).toEqual(one);
  });

  test('survives a failed fetch for an unknown kid', async () => {
    await directory.key(ISSUER, '1');
    documents.sources.delete(METADATA);
    clock.time += 10_000;
    await expect(directory.key(ISSUER, '2')).rejects.toThrow();
    expect(await directory.key(ISSUER, '1')).toEqual(one);
    expect(await directory.key(ISSUER, '2')).toBeUndefined();
    expect(documents.fetched).toHaveLength(3);
  });
});
