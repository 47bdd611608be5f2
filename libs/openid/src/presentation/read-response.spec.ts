import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt, type CompactJWEHeaderParameters, importJWK, type JWK } from 'jose';
import { parseForm } from '../messages/index.js';
import { outcome, outcomeAsync } from '../testing/outcome.js';
import { authorizationErrorResponse, authorizationResponse } from './authorization-response.js';
import { readAuthorizationResponse } from './read-response.js';
import {
  decryptAuthorizationResponse,
  type EncryptionKeyPair,
  encryptAuthorizationResponse,
  generateEncryptionKey,
} from './response-encryption.js';
import { parseAuthorizationResponse, presentationsOf } from './response-form.js';

const PRESENTATION = 'eyJ0eXAi…~WyJz…~eyJ0eXAi';
const TOKEN = { salary: [PRESENTATION] };
const STATE = 'eyJhb-6.sVA';
const ids = ['salary', 'pension'];

const form = (parameters: Record<string, string>) => parseForm(new URLSearchParams(parameters).toString());
const plain = (vpToken: unknown, more: Record<string, string> = { state: STATE }) =>
  form({ vp_token: typeof vpToken === 'string' ? vpToken : JSON.stringify(vpToken), ...more });
const reading = (parameters: ReadonlyMap<string, string>) =>
  readAuthorizationResponse(parameters, { responseMode: 'direct_post', ids, state: STATE });

describe('8.2: a response of direct_post', () => {
  test('has the presentations by id, and the state', async () => {
    expect(await reading(plain(TOKEN))).toEqual({
      kind: 'presentations',
      presentations: { salary: PRESENTATION },
    });
  });

  test('8.1: other parameters are ignored', async () => {
    const more = { state: STATE, presentation_submission: '{}', iss: 'https://wallet.example', code: 'x' };
    expect(await reading(plain(TOKEN, more))).toMatchObject({ kind: 'presentations' });
  });

  test.each<[string, () => ReadonlyMap<string, string>]>([
    ['nothing', () => form({})],
    ['only a state', () => form({ state: STATE })],
    ['a token and an error', () => plain(TOKEN, { state: STATE, error: 'access_denied' })],
    ['a token and an encrypted response', () => plain(TOKEN, { state: STATE, response: 'a.b.c.d.e' })],
    ['an encrypted response that was not asked for', () => form({ response: 'a.b.c.d.e', state: STATE })],
    ['a token twice', () => parseForm('vp_token=%7B%7D&vp_token=%7B%7D')],
    ['a huge token', () => plain({ salary: ['a'.repeat(140_000)] })],
  ])('is not %s', async (_, parameters) => {
    expect(await outcomeAsync(async () => reading(parameters()))).toBe('invalid_request');
  });
});

test('8.2: a VP token is limited in size', async () => {
  const ofSize = (size: number) => JSON.stringify({ salary: ['a'.repeat(size - '{"salary":[""]}'.length)] });
  const read = (size: number) => outcomeAsync(() => reading(plain(ofSize(size))));
  expect([await read(131_072), await read(131_073)]).toEqual(['accepted', 'invalid_request']);
});

test('8.2: a request for a response in clear gets no encrypted one', () => {
  const parameters = form({ response: 'a.b.c.d.e' });
  expect(outcome(() => parseAuthorizationResponse(parameters, 'direct_post'))).toBe('invalid_request');
});

describe('14.3.2: the state is that of the request', () => {
  test.each([[{}], [{ state: 'another' }], [{ state: STATE.toUpperCase() }]])('%j', async (more) => {
    expect(await outcomeAsync(() => reading(plain(TOKEN, more as Record<string, string>)))).toBe(
      'invalid_request',
    );
  });

  test('is absent if the request has none', async () => {
    const read = (more: Record<string, string>) =>
      outcomeAsync(() => readAuthorizationResponse(plain(TOKEN, more), { responseMode: 'direct_post', ids }));
    expect(await read({})).toBe('accepted');
    expect(await read({ state: STATE })).toBe('invalid_request');
  });
});

describe('8.1: a VP token', () => {
  const token = (value: unknown) => outcome(() => presentationsOf(value, ids));

  test('maps ids to lists of one presentation', () => {
    expect(presentationsOf({ salary: ['a'], pension: ['b'] }, ids)).toEqual({ salary: 'a', pension: 'b' });
  });

  test.each<[string, unknown]>([
    ['a presentation that was not asked for', { salary: ['a'], other: ['b'] }],
    ['an inherited name', { constructor: ['a'] }],
    ['two presentations of one credential', { salary: ['a', 'b'] }],
    ['the same presentation twice', { salary: ['a', 'a'] }],
    ['no presentation of a credential', { salary: [] }],
    ['no list, as in drafts', { salary: 'a' }],
    ['an object as presentation', { salary: [{}] }],
    ['a number as presentation', { salary: [1] }],
    ['null as presentation', { salary: [null] }],
    ['nothing', {}],
    ['one presentation, as in drafts', 'eyJ…~'],
    ['a list, as in drafts', ['eyJ…~']],
    ['null', null],
    ['undefined', undefined],
  ])('is not %s', (_, value) => {
    expect(token(value)).toBe('invalid_request');
  });

  test('of JSON with an id twice has the last one', async () => {
    expect(await reading(plain('{"salary":["a"],"salary":["b"]}'))).toEqual({
      kind: 'presentations',
      presentations: { salary: 'b' },
    });
  });

  test.each([
    '',
    'x',
    '"x"',
    '[]',
    '{',
    '{"salary":["a"]}x',
    `${'['.repeat(100)}`,
    `{"salary":[${'1'.repeat(300)}]}`,
  ])('is not the text %j', async (text) => {
    expect(await outcomeAsync(() => reading(plain(text)))).toBe('invalid_request');
  });
});

describe('8.5: an error response', () => {
  test('is read, with or without state', async () => {
    const error = { error: 'access_denied', error_description: 'The person declined.' };
    const expected = { kind: 'error', error: 'access_denied', description: 'The person declined.' };
    expect(await reading(form({ ...error, state: STATE }))).toEqual({ ...expected, state: STATE });
    expect(await reading(form(error))).toEqual(expected);
  });

  test('has the state of the request, if any', async () => {
    expect(await outcomeAsync(() => reading(form({ error: 'access_denied', state: 'x' })))).toBe(
      'invalid_request',
    );
  });

  test('8.3.1: is not encrypted, also where the response would be', () => {
    const parameters = form({ error: 'wallet_unavailable' });
    expect(parseAuthorizationResponse(parameters, 'direct_post.jwt')).toEqual({
      kind: 'error',
      error: 'wallet_unavailable',
    });
  });

  test('has a code of the characters of OAuth, and a description that is not endless', async () => {
    for (const error of ['"', 'é', '\\', 'a\nb', 'a'.repeat(65)])
      expect(await outcomeAsync(() => reading(form({ error })))).toBe('invalid_request');
    const read = await reading(form({ error: 'x', error_description: 'd'.repeat(10_000) }));
    expect(read).toMatchObject({ description: 'd'.repeat(256) });
  });

  test('is what our wallet sends', async () => {
    const { OpenidError } = await import('../messages/index.js');
    const body = authorizationErrorResponse(
      { state: STATE },
      new OpenidError('access_denied', 'The person declined.'),
    );
    expect(await reading(parseForm(body))).toEqual({
      kind: 'error',
      error: 'access_denied',
      description: 'The person declined.',
      state: STATE,
    });
  });
});

describe('8.3: an encrypted response', () => {
  let keys: EncryptionKeyPair;
  beforeAll(async () => {
    keys = await generateEncryptionKey();
  });
  const reading = (parameters: ReadonlyMap<string, string>, privateJwk: JWK = keys.privateJwk) =>
    readAuthorizationResponse(parameters, { responseMode: 'direct_post.jwt', ids, state: STATE, privateJwk });

  /** A response to our key that is honest except for what a test changes. */
  const encrypted = async (
    header: Partial<CompactJWEHeaderParameters> & Record<string, unknown> = {},
    payload: unknown = { vp_token: TOKEN, state: STATE },
    { key = keys.publicJwk as JWK, crit = {} } = {},
  ): Promise<string> => {
    const all = { alg: 'ECDH-ES', enc: 'A128GCM', kid: keys.publicJwk.kid, ...header };
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader(present as never)
      .encrypt(await importJWK(key, all.alg), { crit });
  };
  const answering = async (jwe: string) => outcomeAsync(() => reading(form({ response: jwe })));

  test.each(['A128GCM', 'A256GCM'] as const)('is decrypted with %s', async (enc) => {
    const jwe = await encryptAuthorizationResponse(
      { vp_token: TOKEN, state: STATE },
      { key: keys.publicJwk, enc },
    );
    expect(await reading(form({ response: jwe }))).toEqual({
      kind: 'presentations',
      presentations: { salary: PRESENTATION },
    });
    expect(await answering(await encrypted({ enc }))).toBe('accepted');
  });

  test('is what our wallet sends', async () => {
    const encryption = { key: keys.publicJwk, enc: 'A256GCM' } as const;
    const body = await authorizationResponse({ state: STATE, encryption }, { salary: PRESENTATION });
    expect(body).toMatch(/^response=[\w.-]+$/);
    expect(await reading(parseForm(body))).toMatchObject({ presentations: { salary: PRESENTATION } });
  });

  test('has a key of its own for each request', async () => {
    const other = await generateEncryptionKey();
    expect(other.publicJwk.kid).not.toBe(keys.publicJwk.kid);
    expect(other.publicJwk).not.toHaveProperty('d');
    expect(other.privateJwk).toMatchObject({ ...other.publicJwk, d: expect.stringMatching(/^[\w-]{43}$/) });
  });

  test.each<[string, Record<string, unknown>]>([
    ['the kid of another key', { kid: 'another' }],
    ['no kid', { kid: undefined }],
    ['A128CBC-HS256', { enc: 'A128CBC-HS256' }],
    ['A192GCM', { enc: 'A192GCM' }],
    ['a key that it wraps', { alg: 'ECDH-ES+A128KW' }],
  ])('is refused with %s', async (_, header) => {
    expect(await answering(await encrypted(header))).toBe('invalid_request');
  });

  test('is refused for another key, also under our kid', async () => {
    const other = await generateEncryptionKey();
    const { kid: _, ...key } = other.publicJwk;
    expect(await answering(await encrypted({}, undefined, { key: key as JWK }))).toBe('invalid_request');
  });

  test('is refused with an algorithm that needs no key of ours', async () => {
    const key = { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA' };
    expect(await answering(await encrypted({ alg: 'dir' }, undefined, { key }))).toBe('invalid_request');
    const password = new TextEncoder().encode('password');
    const jwe = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ vp_token: TOKEN })))
      .setProtectedHeader({
        alg: 'PBES2-HS256+A128KW',
        enc: 'A128GCM',
        kid: keys.publicJwk.kid,
        p2c: 2_000,
      } as never)
      .encrypt(password);
    expect(await answering(jwe)).toBe('invalid_request');
  });

  /** The same JWE with another protected header, which no longer authenticates. */
  const withHeader = async (change: Record<string, unknown>): Promise<string> => {
    const [header, ...rest] = (await encrypted()).split('.') as [string, ...string[]];
    const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change };
    return [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.');
  };

  test.each<[string, Record<string, unknown>, string]>([
    ['compression, before anything is inflated', { zip: 'DEF' }, 'expected no zip'],
    ['extensions', { crit: ['b64'], b64: true }, 'expected no crit'],
    ['alg none', { alg: 'none' }, 'expected alg ECDH-ES'],
    ['RSA', { alg: 'RSA-OAEP' }, 'expected alg ECDH-ES'],
    ['another content encryption', { enc: 'A192GCM' }, 'expected enc A256GCM or A128GCM'],
    ['alg as a list', { alg: ['ECDH-ES'] }, 'expected alg ECDH-ES'],
    ['an inherited kid', { kid: undefined }, 'expected the kid'],
  ])('is refused with %s', async (_, change, description) => {
    await expect(decryptAuthorizationResponse(await withHeader(change), keys.privateJwk)).rejects.toThrow(
      description,
    );
  });

  test('cannot be changed by a bit, in any part', async () => {
    const jwe = await encrypted();
    const parts = jwe.split('.');
    for (const i of [0, 2, 3, 4]) {
      const bytes = Buffer.from(parts[i]!, 'base64url');
      bytes[bytes.length >> 1]! ^= 1;
      const changed = parts.map((part, j) => (i === j ? bytes.toString('base64url') : part)).join('.');
      expect(await answering(changed)).toBe('invalid_request');
    }
    expect(await answering(jwe)).toBe('accepted');
  });

  test('tells nothing of why it does not decrypt', async () => {
    const descriptionOf = async (jwe: string) => {
      try {
        await decryptAuthorizationResponse(jwe, keys.privateJwk);
      } catch (error) {
        return (error as Error).message;
      }
      return 'decrypted';
    };
    const { kid: _, ...other } = (await generateEncryptionKey()).publicJwk;
    const foreign = await encrypted({}, undefined, { key: other as JWK });
    const parts = (await encrypted()).split('.');
    const shortTag = [...parts.slice(0, 4), parts[4]!.slice(0, 8)].join('.');
    const badPoint = await withHeader({ epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } });
    const descriptions = await Promise.all([foreign, shortTag, badPoint].map(descriptionOf));
    expect(new Set(descriptions).size).toBe(1);
    expect(descriptions[0]).not.toBe('decrypted');
  });

  test('is a JWE of limited size', async () => {
    for (const text of [
      '',
      'x',
      'a.b.c',
      'a.b.c.d',
      'a.b.c.d.e',
      'e30.b.c.d.e',
      'a.b.c.d.e.f',
      '.'.repeat(100_000),
    ])
      expect(await outcomeAsync(() => decryptAuthorizationResponse(text, keys.privateJwk))).toBe(
        'invalid_request',
      );
    const huge = await encrypted({}, { vp_token: { salary: ['a'.repeat(140_000)] }, state: STATE });
    expect(await answering(huge)).toBe('invalid_request');
  });

  test('is a JWE of at most 128 KiB', async () => {
    const ofSize = async (size: number): Promise<string> => {
      const make = (cty: string, length: number) =>
        encrypted({ cty }, { vp_token: { salary: ['x'.repeat(length)] }, state: STATE });
      for (const cty of ['', 'x', 'xx']) {
        const estimate = Math.floor(((size - (await make(cty, 0)).length) * 3) / 4);
        for (const length of [estimate - 1, estimate, estimate + 1]) {
          const jwe = await make(cty, length);
          if (jwe.length === size) return jwe;
        }
      }
      throw new Error('no padding has this size');
    };
    expect(await answering(await ofSize(131_072))).toBe('accepted');
    expect(await answering(await ofSize(131_073))).toBe('invalid_request');
  });

  test.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['a list', []],
    ['no token', { state: STATE }],
    ['a token as text', { vp_token: JSON.stringify(TOKEN), state: STATE }],
    ['no state', { vp_token: TOKEN }],
    ['another state', { vp_token: TOKEN, state: 'x' }],
    ['a state that is no text', { vp_token: TOKEN, state: [STATE] }],
    ['deep nesting', `${'['.repeat(10_000)}`],
  ])('contains more than %s', async (_, payload) => {
    expect(await answering(await encrypted({}, payload))).toBe('invalid_request');
  });

  test('14.3.2: has its state inside: one beside it is not looked at', async () => {
    const jwe = await encrypted({}, { vp_token: TOKEN });
    expect(await outcomeAsync(() => reading(form({ response: jwe, state: STATE })))).toBe('invalid_request');
  });

  test('can be an error', async () => {
    const jwe = await encrypted({}, { error: 'access_denied', error_description: 'No.', state: STATE });
    expect(await reading(form({ response: jwe }))).toEqual({
      kind: 'error',
      error: 'access_denied',
      description: 'No.',
      state: STATE,
    });
    expect(await answering(await encrypted({}, { error: {}, state: STATE }))).toBe('invalid_request');
    expect(await answering(await encrypted({}, { error: 'access_denied', state: 7 }))).toBe(
      'invalid_request',
    );
  });

  test('8.3.1: a response in clear is refused', async () => {
    expect(await outcomeAsync(() => reading(plain(TOKEN)))).toBe('invalid_request');
  });

  test('is refused where the verifier has no key for it', async () => {
    const parameters = form({ response: await encrypted() });
    const read = () =>
      readAuthorizationResponse(parameters, { responseMode: 'direct_post.jwt', ids, state: STATE });
    expect(await outcomeAsync(read)).toBe('invalid_request');
    const { kid: _, ...nameless } = keys.privateJwk;
    expect(await outcomeAsync(() => reading(parameters, nameless))).toBe('invalid_request');
  });

  test('any text is decrypted or refused', async () => {
    const part = fc.oneof(
      fc.base64String().map((text) => Buffer.from(text).toString('base64url')),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .record({
          alg: fc.constant('ECDH-ES'),
          enc: fc.constant('A128GCM'),
          kid: fc.constant('k'),
          epk: fc.anything(),
        })
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 4, maxLength: 6 }), async (parts) => {
        const action = () => decryptAuthorizationResponse(parts.join('.'), { ...keys.privateJwk, kid: 'k' });
        expect(await outcomeAsync(action)).toBe('invalid_request');
      }),
      { numRuns: 200 },
    );
  });
});

test('any form is read or refused', async () => {
  const value = fc.oneof(fc.json(), fc.string(), fc.constant('{"salary":["a"]}'));
  const parameters = fc.dictionary(
    fc.constantFrom('vp_token', 'response', 'state', 'error', 'error_description', 'x'),
    value,
  );
  await fc.assert(
    fc.asyncProperty(
      parameters,
      fc.constantFrom('direct_post', 'direct_post.jwt'),
      async (given, responseMode) => {
        const map = new Map(Object.entries(given));
        const mode = responseMode as 'direct_post';
        const result = await outcomeAsync(() => readAuthorizationResponse(map, { responseMode: mode, ids }));
        expect(['accepted', 'invalid_request']).toContain(result);
      },
    ),
  );
});
