import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { REQUIRED_MEMBERS } from '../format.js';
import { makeKey } from '../testing/environment.js';
import type { Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';

let fixture: SalaryFixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

/** The issuer itself signs the change. */
const signedWith = (change: (payload: Json) => unknown): Promise<string> =>
  fixture.verifyForged({
    payload: (payload) => {
      change(payload);
      return payload;
    },
  });

describe('a required member', () => {
  // Two checks overlap: a missing member also has the wrong type.
  test.each(REQUIRED_MEMBERS.filter((member) => member !== 'iss'))('must exist: %s', async (member) => {
    expect(await fixture.verifyForged({ payload: { [member]: undefined } })).toBe('credential_malformed');
  });

  test.each<[string, (payload: Json) => unknown]>([
    ['in period', (payload) => Object.assign(payload.period, { _sd: [] })],
    ['in status', (payload) => Object.assign(payload.status, { _sd: ['digest'] })],
    ['deep in status', (payload) => Object.assign(payload.status.status_list, { _sd: ['digest'] })],
    ['in cnf', (payload) => Object.assign(payload.cnf.jwk, { _sd: ['digest'] })],
    ['as an array element', (payload) => Object.assign(payload.cnf, { others: [{ '...': 'digest' }] })],
    [
      'as an element of an array in an array',
      (payload) => Object.assign(payload.cnf, { a: [[{ '...': 'd' }]] }),
    ],
  ])('has nothing selectively disclosable %s', async (_, change) => {
    expect(await signedWith(change)).toBe('credential_malformed');
  });

  // Two checks overlap: these are not valid attribute names either.
  test.each(['_sd', '...'])('has nothing selectively disclosable in commitments: %s', async (name) => {
    expect(await signedWith((payload) => Object.assign(payload.commitments, { [name]: ['digest'] }))).toBe(
      'credential_malformed',
    );
  });
});

describe('a time must be a whole number of seconds', () => {
  // JavaScript would convert each of these to a number that passes the comparison.
  test.each([
    ['iat', '1763942400'],
    ['iat', null],
    ['iat', -1],
    ['iat', 0.5],
    ['iat', [1763942400]],
    ['iat', true],
    ['exp', '4000000000'],
    ['exp', 4000000000.5],
    ['exp', 1e300],
    ['exp', [4000000000]],
    ['nbf', '0'],
    ['nbf', null],
    ['nbf', false],
    ['nbf', 0.5],
  ])('%s is not %j', async (member, value) => {
    expect(await fixture.verifyForged({ payload: { [member]: value } })).toBe('credential_malformed');
  });
});

describe('the type and the currency must be strings', () => {
  test.each(['vct', 'currency'])('%s is not a list', async (member) => {
    expect(
      await signedWith((payload) => {
        payload[member] = [payload[member]];
      }),
    ).toBe('credential_malformed');
  });
});

describe('the holder key', () => {
  test('must be a P-256 or Ed25519 key', async () => {
    for (const cnf of [
      {},
      [],
      { jwk: null },
      { kid: 'a' },
      { jwk: { kty: 'oct', k: 'AAAA' } },
      { jwk: { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(Uint8Array.of(1, ...new Array(31).fill(0))) } },
    ]) {
      expect(await fixture.verifyForged({ payload: { cnf } })).toBe('credential_malformed');
    }
  });

  test('must not contain its private part', async () => {
    const cnf = { jwk: fixture.held.key.privateJwk };
    expect(await fixture.verifyForged({ payload: { cnf } })).toBe('credential_malformed');
  });

  test('is reduced to its members', async () => {
    const { publicJwk } = fixture.held.key;
    const other = await makeKey();
    expect(
      await fixture.verifyForged({ payload: { cnf: { jwk: { ...publicJwk, kid: '1', use: 'sig' } } } }),
    ).toBe('verified');
    expect(
      await fixture.verifyForged({ payload: { cnf: { jwk: { ...publicJwk, x: other.publicJwk.x } } } }),
    ).toBe('key_binding_signature_invalid');
  });
});

describe('commitments', () => {
  // The policy does not use the debt, so no other check reads its commitment.
  const debt = (value: unknown) =>
    signedWith((payload) => Object.assign(payload.commitments, { debt_payments: value }));

  test.each([
    ['31 bytes', encodeBase64url(new Uint8Array(31))],
    ['33 bytes', encodeBase64url(new Uint8Array(33))],
    ['base64url with trailing bits', `${'A'.repeat(42)}B`],
    ['padded base64url', `${'A'.repeat(43)}=`],
    ['a list', [encodeBase64url(new Uint8Array(32))]],
    ['an opening', { value: '0', blinding: encodeBase64url(new Uint8Array(32)) }],
    ['nothing', null],
  ])('are 32 bytes as base64url, not %s', async (_, value) => {
    expect(await debt(value)).toBe('credential_malformed');
  });

  test.each(['Annual', '2nd', 'annual-income', '', '__proto__', 'a'.repeat(33)])(
    'are not named %j',
    async (name) => {
      const commitment = encodeBase64url(new Uint8Array(32));
      const member = JSON.parse(`{${JSON.stringify(name)}:"${commitment}"}`) as object;
      expect(
        await signedWith((payload) => {
          payload.commitments = Object.defineProperties(
            payload.commitments,
            Object.getOwnPropertyDescriptors(member),
          );
        }),
      ).toBe('credential_malformed');
    },
  );

  test('include the subject, even if a single credential is presented', async () => {
    expect(
      await signedWith((payload) => {
        delete payload.commitments.subject;
      }),
    ).toBe('credential_malformed');
  });

  test.each([[[]], ['text'], [null]])('are not %j', async (commitments) => {
    expect(await fixture.verifyForged({ payload: { commitments } })).toBe('credential_malformed');
  });

  test('may be to unknown attributes', async () => {
    const commitment = encodeBase64url(new Uint8Array(32));
    expect(
      await signedWith((payload) => Object.assign(payload.commitments, { constructor: commitment })),
    ).toBe('verified');
  });
});

describe('the status reference', () => {
  const list = (changes: object) =>
    signedWith((payload) => Object.assign(payload.status.status_list, changes));

  test('idx may be 0', async () => {
    expect(await list({ idx: 0 })).toBe('verified');
  });

  test.each([['5'], [0.5], [-1], [null], [[5]], [2 ** 53]])('idx is not %j', async (idx) => {
    expect(await list({ idx })).toBe('credential_malformed');
  });

  test.each([[undefined], [null], [['https://issuer.example/status-lists/0']]])(
    'uri is not %j',
    async (uri) => {
      expect(await list({ uri })).toBe('credential_malformed');
    },
  );

  test.each([[null], [{}], [[]], ['valid'], [{ status_list: [] }], [{ status_list: null }]])(
    'is not %j',
    async (status) => {
      expect(await fixture.verifyForged({ payload: { status } })).toBe('credential_malformed');
    },
  );
});

test.each([[null], ['key'], [[]], [{ jwk: null }]])('the confirmation is not %j', async (cnf) => {
  expect(await fixture.verifyForged({ payload: { cnf } })).toBe('credential_malformed');
});

describe('the period', () => {
  test.each([
    [null],
    [[]],
    ['2025-11-01/2026-10-31'],
    [{}],
    [{ start: '2025-11-01' }],
    [{ end: '2026-10-31' }],
    [{ start: 1, end: 2 }],
  ])('is not %j', async (period) => {
    expect(await fixture.verifyForged({ payload: { period } })).toBe('credential_malformed');
  });
});
