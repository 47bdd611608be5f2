import { beforeAll, describe, expect, test } from '@jest/globals';
import { CoreEngine, type HeldCredential } from '@zk-income/credential';
import {
  CLIENT,
  incomePolicy,
  issueInput,
  makeKey,
  makeTestEnvironment,
  OWNER,
  type TestEnvironment,
  type TestKey,
} from '@zk-income/credential/testing';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { type CredentialResponse, credentialResponse } from './credential-response.js';
import { separateOpenings } from './openings.js';
import { readCredentialResponse } from './read-credential-response.js';

let environment: TestEnvironment;
let keys: TestKey[];
let response: CredentialResponse;

beforeAll(async () => {
  environment = await makeTestEnvironment();
  keys = [await makeKey(), await makeKey('EdDSA')];
  const { credentials } = await environment.issuer.engine.issueCredential(
    CLIENT,
    issueInput(keys.map(publicOf)),
  );
  response = credentialResponse(credentials.map(separateOpenings), {
    notificationId: 'id',
    withOpenings: true,
  });
});

const publicOf = ({ publicJwk }: TestKey) => publicJwk;
const read = (json: unknown) => readCredentialResponse(json, keys.map(publicOf));
const reading = (changes: object) => outcome(() => read({ ...response, ...changes }));

test('8.3: a response has credentials, their openings and a notification id', () => {
  expect(response).toEqual({
    credentials: [{ credential: expect.any(String) }, { credential: expect.any(String) }],
    notification_id: 'id',
    zk_income_openings: [expect.any(String), expect.any(String)],
  });
});

test('8.3: a wallet that did not ask for the openings gets none', () => {
  const { credentials, zk_income_openings: openings } = response;
  const separated = credentials.map(({ credential }, i) => ({ credential, openings: openings![i]! }));
  expect(credentialResponse(separated, { withOpenings: false })).toEqual({ credentials });
});

test('a wallet gets credentials that its holder accepts', async () => {
  const { credentials, notificationId } = read({ ...response, other: 1 });
  expect(notificationId).toBe('id');
  const request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
  for (const { credential, keyIndex } of credentials) {
    const salary: HeldCredential = { credential, holder_key: keys[keyIndex]!.privateJwk };
    const holder = new CoreEngine({ clock: environment.clock });
    expect(await holder.generateProof(request, { salary })).toHaveProperty('salary');
  }
});

test('8.3: the credentials of a response are matched with the keys that they are bound to', () => {
  const [first, second] = response.credentials;
  const [one, other] = response.zk_income_openings!;
  const swapped = read({ credentials: [second, first], zk_income_openings: [other, one] });
  expect(swapped.credentials.map(({ keyIndex }) => keyIndex)).toEqual([1, 0]);
  const fewer = read({ credentials: [second], zk_income_openings: [other] });
  expect(fewer.credentials.map(({ keyIndex }) => keyIndex)).toEqual([1]);
});

test('8.3: a key is bound to one credential at most, and only the keys of the request are', async () => {
  const [first] = response.credentials;
  const [one] = response.zk_income_openings!;
  expect(reading({ credentials: [first, first], zk_income_openings: [one, one] })).toBe(
    'invalid_issuer_response',
  );
  const others = [(await makeKey()).publicJwk, (await makeKey()).publicJwk];
  expect(outcome(() => readCredentialResponse(response, others))).toBe('invalid_issuer_response');
});

describe('8.3: credentials is a list of objects with one credential each', () => {
  test.each([
    undefined,
    null,
    [],
    'a',
    ['a', 'b'],
    [{}, {}],
    [{ credential: {} }, { credential: {} }],
    [{ credential: '' }, { credential: '' }],
    [{ credential: 'a.b.c~' }, { credential: 'a.b.c~' }],
    [null, null],
  ])('not %j', (credentials) => expect(reading({ credentials })).toBe('invalid_issuer_response'));

  test('which is not empty', () => {
    expect(reading({ credentials: [], zk_income_openings: [] })).toBe('invalid_issuer_response');
  });

  test('and no more than keys', () => {
    const { credentials, zk_income_openings: openings } = response;
    expect(
      reading({
        credentials: [...credentials, credentials[0]],
        zk_income_openings: [...openings!, openings![0]],
      }),
    ).toBe('invalid_issuer_response');
  });
});

describe('openings are those of the credentials', () => {
  test.each([undefined, null, [], ['a'], ['', ''], ['a', 'b'], [null, null], [{}, {}], 'a'])(
    'not %j',
    (openings) => {
      expect(reading({ zk_income_openings: openings })).toBe('invalid_issuer_response');
    },
  );
  test('not those of another credential of the batch', () => {
    const swapped = [...response.zk_income_openings!].reverse();
    expect(reading({ zk_income_openings: swapped })).toBe('invalid_issuer_response');
  });
});

test('9: deferred issuance is not supported', () => {
  expect(outcome(() => read({ transaction_id: 'x', interval: 5 }))).toBe('invalid_issuer_response');
  expect(reading({ transaction_id: 'x' })).toBe('invalid_issuer_response');
});

test('any JSON is read or refused', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(...Object.values(response ?? {}), null));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('credentials', 'zk_income_openings', 'notification_id'), value),
      (json) => {
        expect(['accepted', 'invalid_issuer_response']).toContain(outcome(() => read(json)));
        expect(['accepted', 'invalid_issuer_response']).toContain(reading(json));
      },
    ),
  );
});
