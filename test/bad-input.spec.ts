import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { HeldCredential, PresentationRequest } from '@zk-income/credential';
import { incomePolicy, issueBody, makeHolderKey, Services, term } from './testing/services.js';

jest.setTimeout(120_000);

let services: Services;
let salary: HeldCredential & { batch: string };
let asked: PresentationRequest;
let presentation: string;

beforeAll(async () => {
  services = await Services.start();
  salary = await services.issue();
  asked = await services.ask(incomePolicy());
  presentation = (await services.prove(asked, { salary })).salary!;
});

afterAll(() => services?.stop());

const amount = (annual_income: unknown) => ({ attributes: { annual_income, annual_debt: '0' } });
const { publicJwk, privateJwk } = makeHolderKey();
const JSON_PROBLEMS: readonly (readonly [string, string, number, string])[] = [
  ['nothing', '', 400, 'invalid_json'],
  ['half a text', '{"a":', 400, 'invalid_json'],
  ['a member twice', '{"a":1,"a":1}', 400, 'invalid_json'],
  ['null', 'null', 400, 'validation_failed'],
  ['a list', '[{}]', 400, 'validation_failed'],
  ['a number', '5400000', 400, 'validation_failed'],
  ['an empty object', '{}', 400, 'validation_failed'],
  ['a megabyte', JSON.stringify({ a: 'x'.repeat(1e6) }), 413, 'payload_too_large'],
  ['brackets without end', '['.repeat(5_000) + ']'.repeat(5_000), 400, 'invalid_json'],
];

describe.each(['/issue', '/credentials/abc/status', '/requests', '/verify', '/prove'])(
  'POST %s refuses',
  (path) => {
    test.each(JSON_PROBLEMS)('%s', async (_, body, status, code) => {
      const [app, key] =
        path === '/prove'
          ? [services.prover, undefined]
          : path === '/verify'
            ? [services.verifier, undefined]
            : path === '/requests'
              ? [services.verifier, services.keys.landlord]
              : [services.issuer, services.keys.acme];
      const response = await services.post(app, path, body, key);
      expect([response.status, response.body.code]).toEqual([status, code]);
      expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    });
  },
);

describe('issuing refuses', () => {
  test.each<[string, object, string]>([
    ['an amount that is a number', amount(5400000), 'value_out_of_range'],
    ['a negative amount', amount('-1'), 'value_out_of_range'],
    ['a fraction', amount('54000.5'), 'value_out_of_range'],
    ['2^53', amount('9007199254740992'), 'value_out_of_range'],
    ['hexadecimal', amount('0x10'), 'value_out_of_range'],
    ['nothing for an amount', amount(''), 'value_out_of_range'],
    ['an amount with leading zeros', amount('007'), 'value_out_of_range'],
    ['null for an amount', amount(null), 'value_out_of_range'],
    ['a missing attribute', { attributes: { annual_income: '1' } }, 'unknown_attribute'],
    [
      'an unknown attribute',
      { attributes: { annual_income: '1', annual_debt: '0', wealth: '1' } },
      'unknown_attribute',
    ],
    [
      'the subject',
      { attributes: { annual_income: '1', annual_debt: '0', subject: '1' } },
      'unknown_attribute',
    ],
    ['a currency of no country', { currency: 'EUX' }, 'unknown_currency'],
    ['a currency in small letters', { currency: 'eur' }, 'unknown_currency'],
    ['eleven months', { period: { start: '2025-01-01', end: '2025-11-30' } }, 'invalid_period'],
    ['a period that is to come', { period: { start: '2998-01-01', end: '2998-12-31' } }, 'invalid_period'],
    ['a day that is none', { period: { start: '2025-02-30', end: '2026-02-28' } }, 'invalid_period'],
    ['an unknown claim', { claims: { salary: '5400000' } }, 'invalid_claims'],
    ['a claim that is a number', { claims: { given_name: 7 } }, 'invalid_claims'],
    ['a private key', { holder_keys: [privateJwk] }, 'private_holder_key'],
    ['a key twice', { holder_keys: [publicJwk, publicJwk] }, 'duplicate_holder_key'],
    ['a key off the curve', { holder_keys: [{ ...publicJwk, x: publicJwk.y }] }, 'invalid_holder_key'],
    ['a key of RSA', { holder_keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] }, 'invalid_holder_key'],
    ['no keys', { holder_keys: [] }, 'invalid_holder_key'],
    ['51 keys', { holder_keys: Array.from({ length: 51 }, () => publicJwk) }, 'invalid_holder_key'],
    ['no day of validity', { expires_in_days: 0 }, 'invalid_expiry'],
    ['two years of validity', { expires_in_days: 730 }, 'invalid_expiry'],
    [
      'an unknown country',
      { identity: { country: 'Germany', id_type: 'tax_id', id: '1' } },
      'invalid_identity',
    ],
  ])('%s', async (_, change, code) => {
    const body = issueBody([makeHolderKey().publicJwk], change);
    const response = await services.post(services.issuer, '/issue', body, services.keys.acme);
    expect([response.status, response.body.code]).toEqual([400, code]);
    expect(response.text).not.toMatch(/Mustermann|12345678901/);
    if (privateJwk.d) expect(response.text).not.toContain(privateJwk.d);
  });
});

describe('asking refuses', () => {
  const bound = (bounds: object) =>
    incomePolicy({ predicates: [{ label: 'Income', terms: [term('salary', 'annual_income')], ...bounds }] });

  test.each<[string, object, string]>([
    ['a threshold that is a number', bound({ at_least: 5400000 }), 'policy_invalid'],
    ['a fraction', bound({ at_least: '1.5' }), 'policy_invalid'],
    ['no bound', bound({}), 'policy_invalid'],
    ['a threshold that nobody can reach', bound({ at_least: '9007199254740992' }), 'policy_out_of_range'],
    ['a threshold far beyond', bound({ at_least: '9'.repeat(28) }), 'policy_out_of_range'],
    ['a bound beneath all incomes', bound({ at_most: '-1' }), 'policy_out_of_range'],
    ['an unknown member', { ...incomePolicy(), verify: false }, 'policy_invalid'],
    [
      'a predicate about the person',
      bound({ at_least: '1', terms: [term('salary', 'subject')] }),
      'policy_invalid',
    ],
    [
      'a term named like a method',
      bound({ at_least: '1', terms: [term('salary', 'toString')] }),
      'policy_invalid',
    ],
    ['an unknown currency', incomePolicy({ currency: 'XYZ' }), 'policy_invalid'],
    ['the opening', incomePolicy({ disclose: ['openings'] }), 'policy_invalid'],
    ['an empty policy', {}, 'policy_invalid'],
  ])('%s', async (_, policy, code) => {
    const response = await services.post(services.verifier, '/requests', { policy }, services.keys.landlord);
    expect([response.status, response.body.code]).toEqual([400, code]);
  });
});

test.each([0, -1, 604_801])('asking refuses a request that expires in %d s', async (expires_in) => {
  const body = { policy: incomePolicy(), expires_in };
  const response = await services.post(services.verifier, '/requests', body, services.keys.landlord);
  expect([response.status, response.body.code]).toEqual([400, 'invalid_expiry']);
});

describe('verifying refuses', () => {
  test('an unknown request', async () => {
    expect(
      (await services.verify('AAAAAAAAAAAAAAAAAAAAAA', { salary: presentation }).expect(404)).body.code,
    ).toBe('request_unknown');
  });

  test('an expired request', async () => {
    const brief = await services.ask(incomePolicy(), { expires_in: 1 });
    let response = await services.verify(brief.id, { salary: presentation });
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && response.status === 200; ) {
      response = await services.verify(brief.id, { salary: presentation });
    }
    expect([response.status, response.body.code]).toEqual([410, 'request_expired']);
    expect((await services.view(brief.id)).body.state).toBe('expired');
  });

  const parts = () => presentation.split('~');
  const reheaded = (header: object) => {
    const [jwt, ...rest] = parts();
    const [, payload, signature] = jwt!.split('.');
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    return [[encoded, payload, signature].join('.'), ...rest].join('~');
  };

  test.each<[string, () => unknown, number, string]>([
    ['a number', () => 7, 400, 'presentation_malformed'],
    ['nothing', () => '', 400, 'presentation_malformed'],
    ['a text that is none', () => 'Erika', 400, 'presentation_malformed'],
    [
      // Not right behind a `~`, where a whole text without key binding would be left.
      'one cut in the middle',
      () => presentation.slice(0, presentation.length / 2).replace(/~$/, ''),
      400,
      'presentation_malformed',
    ],
    ['one without key binding', () => `${parts().slice(0, -1).join('~')}~`, 200, 'key_binding_missing'],
    ['another order of its parts', () => parts().reverse().join('~'), 200, 'credential_type_wrong'],
    ['alg none', () => reheaded({ alg: 'none', typ: 'dc+sd-jwt' }), 200, 'issuer_key_unknown'],
    ['presentations beyond 64 KiB', () => 'x'.repeat(65_537), 413, 'presentation_too_large'],
  ])('%s', async (_, text, status, code) => {
    const response = await services.verify(asked.id, { salary: text() });
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(response.body.verified ?? false).toBe(false);
  });

  test.each([
    [{}, 400, 'presentation_missing'],
    [{ pension: 'x' }, 400, 'presentation_missing'],
  ])('presentations for other credentials: %j', async (presentations, status, code) => {
    const response = await services.verify(asked.id, presentations);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  test('one presentation too many', async () => {
    const response = await services.verify(asked.id, { salary: presentation, pension: presentation });
    expect([response.status, response.body.code]).toEqual([200, 'presentation_unexpected']);
  });

  test('a credential of an issuer that nobody trusts', async () => {
    const [jwt, ...rest] = parts();
    const [header, payload, signature] = jwt!.split('.');
    const forged = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const encoded = Buffer.from(JSON.stringify({ ...forged, iss: 'https://evil.example' })).toString(
      'base64url',
    );
    const response = await services.verify(asked.id, {
      salary: [[header, encoded, signature].join('.'), ...rest].join('~'),
    });
    expect(response.body).toEqual({ verified: false, code: 'issuer_untrusted' });
  });

  test('a stranger’s key', async () => {
    const stranger = { ...salary, holder_key: makeHolderKey().privateJwk };
    const credentials = { salary: { credential: stranger.credential, holder_key: stranger.holder_key } };
    const response = await services.post(services.prover, '/prove', { request: asked, credentials });
    expect([response.status, response.body.code]).toEqual([400, 'credential_invalid']);
  });

  test('none of which used the request up', async () => {
    expect((await services.verify(asked.id, { salary: presentation }).expect(200)).body.verified).toBe(true);
  });
});
