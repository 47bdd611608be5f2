import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ERRORS,
  exampleIssueInput,
  type HeldCredential,
  incomePolicy,
  MAX_HOLDER_KEYS,
  MAX_PRESENTATION_BYTES,
  type PresentationRequest,
  policyTerm,
  REQUEST_EXPIRY_SECONDS,
  salaryInput,
} from '@zk-income/credential';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import type { Target } from './testing/deployment.js';
import { Services } from './testing/services.js';

let services: Services;
let salary: HeldCredential;
let presentationRequest: PresentationRequest;
let presentation: string;

beforeAll(async () => {
  services = await Services.start();
  salary = (await services.issue()).held;
  presentationRequest = await services.createRequest(incomePolicy());
  presentation = (await services.present(presentationRequest, { salary })).salary!;
});

afterAll(() => services?.stop());

test.each(['/issue', '/offers', '/credentials/abc/status', '/verify', '/prove'])(
  'POST %s rejects an empty object',
  async (path) => {
    const [target, key] = targetOf(path);
    const { body } = await services.post(target, path, '{}', key).expect(400);
    expect(body.code).toBe('validation_failed');
  },
);

const income = (gross_income: unknown) => ({ attributes: { gross_income, debt_payments: '0' } });
const { publicJwk, privateJwk } = generateHolderKey();
const INVALID_BODIES: readonly (readonly [string, string, number, string])[] = [
  ['an empty body', '', 400, 'invalid_json'],
  ['a truncated body', '{"a":', 400, 'invalid_json'],
  ['a duplicate member', '{"a":1,"a":1}', 400, 'invalid_json'],
  ['null', 'null', 400, 'validation_failed'],
  ['an array', '[{}]', 400, 'validation_failed'],
  ['a number', '5400000', 400, 'validation_failed'],
  ['an unknown member', '{"a":1}', 400, 'validation_failed'],
  ['a megabyte', JSON.stringify({ a: 'x'.repeat(1e6) }), 413, 'payload_too_large'],
  ['deep nesting', '['.repeat(5_000) + ']'.repeat(5_000), 400, 'invalid_json'],
];

describe.each(['/issue', '/offers', '/credentials/abc/status', '/requests', '/verify', '/prove'])(
  'POST %s rejects',
  (path) => {
    test.each(INVALID_BODIES)('%s', async (_, body, status, code) => {
      const [target, key] = targetOf(path);
      const response = await services.post(target, path, body, key);
      expect([response.status, response.body.code]).toEqual([status, code]);
      expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    });
  },
);

function targetOf(path: string): [Target, string?] {
  switch (path) {
    case '/prove':
      return [services.prover];
    case '/verify':
      return [services.verifier];
    case '/requests':
      return [services.verifier, services.keys.landlord];
    default:
      return [services.issuer, services.keys.acme];
  }
}

describe('POST /issue rejects', () => {
  test.each<[string, object, string]>([
    ['a number as an amount', income(5400000), 'value_out_of_range'],
    ['a negative amount', income('-1'), 'value_out_of_range'],
    ['a fraction', income('54000.5'), 'value_out_of_range'],
    ['2^53', income('9007199254740992'), 'value_out_of_range'],
    ['a hexadecimal amount', income('0x10'), 'value_out_of_range'],
    ['an empty amount', income(''), 'value_out_of_range'],
    ['an amount with leading zeros', income('007'), 'value_out_of_range'],
    ['null as an amount', income(null), 'value_out_of_range'],
    ['a missing attribute', { attributes: { gross_income: '1' } }, 'unknown_attribute'],
    [
      'an unknown attribute',
      { attributes: { gross_income: '1', debt_payments: '0', wealth: '1' } },
      'unknown_attribute',
    ],
    [
      'the attribute subject',
      { attributes: { gross_income: '1', debt_payments: '0', subject: '1' } },
      'unknown_attribute',
    ],
    ['an unknown currency', { currency: 'EUX' }, 'unknown_currency'],
    ['a currency in lower case', { currency: 'eur' }, 'unknown_currency'],
    ['a period of eleven months', { period: { start: '2025-01-01', end: '2025-11-30' } }, 'invalid_period'],
    ['a period in the future', { period: { start: '2998-01-01', end: '2998-12-31' } }, 'invalid_period'],
    ['a date that does not exist', { period: { start: '2025-02-30', end: '2026-02-28' } }, 'invalid_period'],
    ['an unknown claim', { claims: { salary: '5400000' } }, 'invalid_claims'],
    ['a number as a claim', { claims: { given_name: 7 } }, 'invalid_claims'],
    ['a private key', { holder_keys: [privateJwk] }, 'private_holder_key'],
    ['a duplicate key', { holder_keys: [publicJwk, publicJwk] }, 'duplicate_holder_key'],
    [
      'a key that is not on the curve',
      { holder_keys: [{ ...publicJwk, x: publicJwk.y }] },
      'invalid_holder_key',
    ],
    ['an RSA key', { holder_keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] }, 'invalid_holder_key'],
    ['no keys', { holder_keys: [] }, 'validation_failed'],
    [
      'too many keys',
      { holder_keys: Array.from({ length: MAX_HOLDER_KEYS + 1 }, () => publicJwk) },
      'validation_failed',
    ],
    ['a validity of zero days', { expires_in_days: 0 }, 'invalid_expiry'],
    ['a validity of two years', { expires_in_days: 730 }, 'invalid_expiry'],
    [
      'an unknown country',
      { identity: { ...exampleIssueInput.identity, country: 'Germany' } },
      'invalid_identity',
    ],
  ])('%s', async (_, change, code) => {
    const body = { ...salaryInput([generateHolderKey().publicJwk]), ...change };
    const response = await services.post(services.issuer, '/issue', body, services.keys.acme);
    expect([response.status, response.body.code]).toEqual([400, code]);
    const { claims, identity } = exampleIssueInput;
    for (const secret of [claims!.family_name!, identity.id, privateJwk.d!]) {
      expect(response.text).not.toContain(secret);
    }
  });
});

test('POST /requests rejects a policy that no holder can answer, and names every fault', async () => {
  const policy = {
    ...incomePolicy(),
    issuers: { salary: ['https://other.example'] },
    predicates: [
      { label: 'More', terms: [policyTerm('salary', 'gross_income')], per: 'year', at_least: '600000000' },
      { label: 'Less', terms: [policyTerm('salary', 'gross_income')], per: 'year', at_most: '500000000' },
    ],
  };
  const { status, body } = await services.post(
    services.verifier,
    '/requests',
    { policy },
    services.keys.landlord,
  );
  expect([status, body.code]).toEqual([422, 'policy_unanswerable']);
  expect(body.detail).toContain('policy.issuers.salary: no issuer of the list is trusted');
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '#/policy/issuers/salary',
    '#/policy/predicates/1',
  ]);
});

test('POST and GET /requests say in words what a policy asks for, and warn of small amounts', async () => {
  const created = await services.createRequest(incomePolicy('54000'));
  const { body } = await services.getRequest(created.id);
  for (const answer of [created as unknown as Record<string, unknown>, body]) {
    expect(answer).toMatchObject({
      statements: [
        {
          en: 'Gross income is at least 540.00 EUR per year',
          de: 'Das Bruttoeinkommen beträgt mindestens 540,00 EUR pro Jahr',
        },
      ],
      warnings: [
        { pointer: '#/policy/predicates/0/at_least', detail: expect.stringContaining('540.00 EUR') },
      ],
    });
  }
});

describe('POST /requests rejects', () => {
  const predicate = (changes: object) => ({
    ...incomePolicy(),
    predicates: [{ label: 'Income', terms: [policyTerm('salary', 'gross_income')], per: 'year', ...changes }],
  });

  test.each<[string, object, string]>([
    ['a number as a bound', predicate({ at_least: 5400000 }), 'policy_invalid'],
    ['a fraction', predicate({ at_least: '1.5' }), 'policy_invalid'],
    ['a predicate without a bound', predicate({}), 'policy_invalid'],
    ['a lower bound over all incomes', predicate({ at_least: '9007199254740992' }), 'policy_out_of_range'],
    ['the largest number', predicate({ at_least: '9'.repeat(28) }), 'policy_out_of_range'],
    ['an amount without its period', predicate({ at_least: '1', per: undefined }), 'policy_invalid'],
    ['an upper bound under all incomes', predicate({ at_most: '-1' }), 'policy_out_of_range'],
    ['an unknown member', { ...incomePolicy(), verify: false }, 'policy_invalid'],
    [
      'a predicate over the subject',
      predicate({ at_least: '1', terms: [policyTerm('salary', 'subject')] }),
      'policy_invalid',
    ],
    [
      'a term named like a method',
      predicate({ at_least: '1', terms: [policyTerm('salary', 'toString')] }),
      'policy_invalid',
    ],
    ['an unknown currency', { ...incomePolicy(), currency: 'XYZ' }, 'policy_invalid'],
    ['disclosure of the openings', { ...incomePolicy(), disclose: ['openings'] }, 'policy_invalid'],
    ['an empty policy', {}, 'policy_invalid'],
  ])('%s', async (_, policy, code) => {
    const response = await services.post(services.verifier, '/requests', { policy }, services.keys.landlord);
    expect([response.status, response.body.code]).toEqual([400, code]);
  });
});

describe('POST /requests rejects a template', () => {
  const parameters = { rent: '135000', currency: 'EUR' };

  test.each<[string, object, string, string]>([
    [
      'and a policy',
      { policy: incomePolicy(), template: 'rent_multiple' },
      'policy_or_template_required',
      '#',
    ],
    ['that is missing', {}, 'policy_or_template_required', '#'],
    ['that does not exist', { template: 'rent', parameters }, 'template_unknown', '#/template'],
    [
      'without a parameter',
      { template: 'rent_multiple', parameters: { rent: '1' } },
      'template_parameter_missing',
      '#/parameters/currency',
    ],
    [
      'with an unknown parameter',
      { template: 'rent_multiple', parameters: { ...parameters, rents: '1' } },
      'template_parameter_unknown',
      '#/parameters',
    ],
    [
      'with a parameter out of range',
      { template: 'rent_multiple', parameters: { ...parameters, multiple: '101' } },
      'template_parameter_invalid',
      '#/parameters/multiple',
    ],
  ])('%s', async (_, body, code, pointer) => {
    const response = await services.post(services.verifier, '/requests', body, services.keys.landlord);
    expect([response.status, response.body.code]).toEqual([400, code]);
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });
});

test.each([0, -1, REQUEST_EXPIRY_SECONDS.max + 1])(
  'POST /requests rejects an expiry in %d s',
  async (expires_in) => {
    const body = { policy: incomePolicy(), expires_in };
    const response = await services.post(services.verifier, '/requests', body, services.keys.landlord);
    expect([response.status, response.body.code]).toEqual([400, 'invalid_expiry']);
  },
);

describe('POST /verify refuses', () => {
  test('an unknown request', async () => {
    expect(
      (await services.verify('AAAAAAAAAAAAAAAAAAAAAA', { salary: presentation }).expect(404)).body.code,
    ).toBe('request_unknown');
  });

  test('an expired request', async () => {
    const { id } = await services.createRequest(incomePolicy(), { expires_in: 1 });
    await services.passTime(2);
    const response = await services.verify(id, { salary: presentation });
    expect([response.status, response.body.code]).toEqual([410, 'request_expired']);
    expect((await services.getRequest(id)).body.state).toBe('expired');
  });

  const parts = () => presentation.split('~');
  const withHeader = (header: object) => {
    const [jwt, ...rest] = parts();
    const [, payload, signature] = jwt!.split('.');
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    return [[encoded, payload, signature].join('.'), ...rest].join('~');
  };

  test.each<[string, () => unknown, number, string]>([
    ['a number', () => 7, 400, 'presentation_malformed'],
    ['an empty string', () => '', 400, 'presentation_malformed'],
    ['another string', () => 'Erika', 400, 'presentation_malformed'],
    [
      // Not truncated after a `~`, where the rest would be a presentation without key binding.
      'a truncated presentation',
      () => presentation.slice(0, presentation.length / 2).replace(/~$/, ''),
      400,
      'presentation_malformed',
    ],
    [
      'a presentation without key binding',
      () => `${parts().slice(0, -1).join('~')}~`,
      200,
      'key_binding_missing',
    ],
    [
      'a presentation with its parts reversed',
      () => parts().reverse().join('~'),
      200,
      'credential_type_wrong',
    ],
    ['alg none', () => withHeader({ alg: 'none', typ: 'dc+sd-jwt' }), 200, 'issuer_key_unknown'],
    [
      'presentations that are too large',
      () => 'x'.repeat(MAX_PRESENTATION_BYTES + 1),
      413,
      'presentation_too_large',
    ],
  ])('%s', async (_, text, status, code) => {
    const response = await services.verify(presentationRequest.id, { salary: text() });
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(response.body.verified ?? false).toBe(false);
  });

  test.each([
    [{}, 400, 'presentation_missing'],
    [{ pension: 'e30.e30.~' }, 400, 'presentation_missing'],
    [{ pension: 'x' }, 400, 'presentation_malformed'],
  ])('presentations for other credentials: %j', async (presentations, status, code) => {
    const response = await services.verify(presentationRequest.id, presentations);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  test('an additional presentation', async () => {
    const presentations = { salary: presentation, pension: presentation };
    const response = await services.verify(presentationRequest.id, presentations);
    expect([response.status, response.body.code]).toEqual([200, 'presentation_unexpected']);
  });

  test('a credential of an untrusted issuer', async () => {
    const [jwt, ...rest] = parts();
    const [header, payload, signature] = jwt!.split('.');
    const forged = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const encoded = Buffer.from(JSON.stringify({ ...forged, iss: 'https://evil.example' })).toString(
      'base64url',
    );
    const response = await services.verify(presentationRequest.id, {
      salary: [[header, encoded, signature].join('.'), ...rest].join('~'),
    });
    expect(response.body).toEqual({
      verified: false,
      code: 'issuer_untrusted',
      detail: ERRORS.issuer_untrusted.title,
    });
  });
});

test('refused presentations do not consume the request', async () => {
  const response = await services.verify(presentationRequest.id, { salary: presentation }).expect(200);
  expect(response.body.verified).toBe(true);
});

test('POST /prove rejects a holder key to which the credential is not bound', async () => {
  const stolen = { ...salary, holder_key: generateHolderKey().privateJwk };
  const response = await services.prove(presentationRequest, { salary: stolen });
  expect([response.status, response.body.code]).toEqual([400, 'credential_invalid']);
});
